/**
 * Blocks as text one can read: a golden that a person can review. Markup of mrkdwn stays as it is;
 * rich text shows its elements as `[user U1]`, bold as `**`, code as backticks.
 */
export function sketch(blocks: readonly unknown[]): string {
  return blocks.map((block) => sketchBlock(asRecord(block))).join('\n');
}

type Fields = Readonly<Record<string, unknown>>;

function sketchBlock(block: Fields): string {
  switch (block['type']) {
    case 'header':
      return `# ${textOf(block['text'])}`;
    case 'divider':
      return '---';
    case 'section':
      return list(block['fields'])
        .map((field) => `| ${textOf(field).replace('\n', ' = ')}`)
        .join('\n');
    case 'context':
      return `~ ${list(block['elements'])
        .map((one) => (one['type'] === 'plain_text' ? `{${textOf(one)}}` : textOf(one)))
        .join(' ')}`;
    case 'actions':
      return `> ${list(block['elements']).map(sketchElement).join(' ')}${idOf(block)}`;
    case 'table':
      return rows(block['rows']).join('\n');
    case 'rich_text':
      return list(block['elements']).map(sketchRich).join('').replace(/\n$/, '');
    case 'input':
      return sketchInput(block);
    default:
      throw new Error(`no sketch of ${String(block['type'])}`);
  }
}

function sketchElement(one: Fields): string {
  if (one['type'] === 'overflow') {
    const options = list(one['options']).map((o) => `${textOf(o['text'])} -> ${o['value']}`);
    return `[… ${one['action_id']}: ${options.join('; ')}]`;
  }
  const style = one['style'] ? ` ${one['style']}` : '';
  const confirm = one['confirm'] ? ' asks' : '';
  return `[${textOf(one['text'])} ${one['action_id']}${style}${confirm} -> ${one['value']}]`;
}

function sketchRich(one: Fields): string {
  const inner = list(one['elements']);
  switch (one['type']) {
    case 'rich_text_list':
      return inner.map((item) => `• ${sketchRich(item)}`).join('');
    case 'rich_text_preformatted':
      return inner.map((text) => `${text['text']}\n`).join('');
    default: {
      const line = inner.map(sketchSpan).join('');
      return line === '\n' ? '' : `${line}\n`;
    }
  }
}

function sketchSpan(span: Fields): string {
  switch (span['type']) {
    case 'text': {
      const style = asRecord(span['style'] ?? {});
      if (style['code']) return `\`${span['text']}\``;
      return style['bold'] ? `**${span['text']}**` : String(span['text']);
    }
    case 'user':
      return `[user ${span['user_id']}]`;
    case 'usergroup':
      return `[group ${span['usergroup_id']}]`;
    case 'date':
      return `[${span['fallback']}]`;
    case 'emoji':
      return `:${span['name']}:`;
    default:
      throw new Error(`no sketch of ${String(span['type'])}`);
  }
}

function sketchInput(block: Fields): string {
  const element = asRecord(block['element']);
  const optional = block['optional'] ? ' (optional)' : '';
  const options = list(element['options'] ?? []).map((o) => o['value']);
  const kind = options.length > 0 ? `one of ${options.join(', ')}` : element['type'];
  return `? ${block['block_id']}: ${textOf(block['label'])}${optional} <${kind}>`;
}

function rows(all: unknown): readonly string[] {
  if (!Array.isArray(all)) throw new Error('no rows');
  return all.map(
    (row) =>
      `|${list(row)
        .map((cell) => ` ${cell['text']} |`)
        .join('')}`,
  );
}

function idOf(block: Fields): string {
  return block['block_id'] ? ` (${block['block_id']})` : '';
}

function textOf(value: unknown): string {
  return String(asRecord(value)['text']);
}

function list(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.map(asRecord);
}

function asRecord(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error('not an object');
  return Object.fromEntries(Object.entries(value));
}
