import { z } from 'zod';

/** One entry under `probes` of fairway.yaml; left empty it is the worker itself. */
export const ProbeFile = z
  .strictObject({
    url: z
      .string()
      .refine(
        isHost,
        'must be an http or https address without path, such as https://probe.example',
      )
      .describe('Where `fairway probe` answers. Left out: the worker itself walks.'),
    tokenFrom: z
      .string()
      .regex(/^PROBE_[A-Z0-9_]+$/, 'must be the name of a variable such as PROBE_FRANKFURT_TOKEN')
      .describe('The environment variable of the workers that holds its token.'),
    private: z
      .boolean()
      .default(false)
      .describe('Whether that host may lie in your own networks, or on this machine.'),
  })
  .nullable();
export type ProbeFile = z.infer<typeof ProbeFile>;

function isHost(text: string): boolean {
  return /^https?:\/\/[^/?#@\\\s]+\/?$/.test(text) && URL.canParse(text);
}
