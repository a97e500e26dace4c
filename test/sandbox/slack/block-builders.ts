/** Blocks of a given size, for tables of limits. */

export const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
export const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
export const button = (fields = {}) => ({
  type: 'button',
  text: plain(5),
  action_id: 'go',
  ...fields,
});
export const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
export const times = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));
export const option = (fields = {}) => ({ text: plain(5), value: 'v', ...fields });
export const cell = (length: number) => ({ type: 'raw_text', text: 'x'.repeat(length) });
const series = (name: string, labels: readonly string[]) => ({
  name,
  data: labels.map((label, value) => ({ label, value })),
});
export const line = (labels: readonly string[], count = 1) => ({
  type: 'data_visualization',
  title: 'Errors',
  chart: {
    type: 'line',
    series: times(count, (at) => series(`s${at}`, labels)),
    axis_config: { categories: labels },
  },
});
