/** The two lines of a logger the sandbox needs: static message, fields first, as pino takes them. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
