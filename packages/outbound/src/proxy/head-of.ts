import { STATUS_CODES } from 'node:http';

/** The head of an answer, for a socket that no server writes to any more. `headers` in the form of `rawHeaders`. */
export function headOf(status: number, headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
