import { newId, newSecret } from '../ids.ts';

/** A file whose address was given out and which is not shown anywhere yet. */
export interface Upload {
  readonly id: string;
  readonly secret: string;
  readonly length: number;
  readonly altText: string;
  bytes: Buffer | null;
}

/** Uploads under way; they end with the process, as an address of Slack's ends after a while. */
export interface Uploads {
  begin(asked: Pick<Upload, 'length' | 'altText'>): Upload;
  /** False for an address that was not given out, and for bytes that are not as many as were announced. */
  receive(secret: string, bytes: Buffer): boolean;
  /** The bytes of a whole one, which is no upload any more then. */
  finish(id: string): (Upload & { readonly bytes: Buffer }) | null;
}

const most = 100;

export function createUploads(): Uploads {
  const open = new Map<string, Upload>();
  return {
    begin(asked) {
      const upload: Upload = { ...asked, id: newId('F'), secret: newSecret(), bytes: null };
      open.set(upload.id, upload);
      const [oldest] = open.keys();
      if (open.size > most && oldest !== undefined) open.delete(oldest);
      return upload;
    },
    receive(secret, bytes) {
      const upload = [...open.values()].find((one) => one.secret === secret);
      if (upload?.length !== bytes.length) return false;
      upload.bytes = bytes;
      return true;
    },
    finish(id) {
      const upload = open.get(id);
      if (!upload?.bytes) return null;
      open.delete(id);
      return { ...upload, bytes: upload.bytes };
    },
  };
}
