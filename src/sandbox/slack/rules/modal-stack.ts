/** docs.slack.dev/surfaces/modals: the first view and two on top of it. */
export const maxStack = 3;
