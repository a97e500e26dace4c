class Late extends Error {
  override readonly name = 'TimeoutError';
}

/** A page that spins answers nobody: what it is asked ends here. @throws an error called TimeoutError */
export async function bounded<T>(work: Promise<T>, ms: number): Promise<T> {
  let bell: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    bell = setTimeout(() => reject(new Late()), ms + 250);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(bell);
  }
}
