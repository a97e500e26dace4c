/** A page: its title, where it comes from, and its parts with an empty line between them. */
export function page(title: string, source: string, parts: readonly string[]): string {
  const origin = `Printed from \`${source}\` by \`npm run fairway -- reference\`; a test compares.`;
  return `${[`# ${title}`, origin, ...parts].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A bar would end the cell, inside of code too. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
