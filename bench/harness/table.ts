/** A column: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

export const left = (heading: string): Column => ({ heading, align: 'left' });
export const right = (heading: string): Column => ({ heading, align: 'right' });

/** A Markdown table, padded so that it reads as well in a terminal. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(3, heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? '';
        const width = widths[index] ?? 0;
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(' | ')} |`;
  const rule = columns.map(({ align }, index) => {
    const dashes = '-'.repeat((widths[index] ?? 3) - 1);
    return align === 'left' ? `${dashes}-` : `${dashes}:`;
  });
  return [line(columns.map(({ heading }) => heading)), line(rule), ...rows.map(line)].join('\n');
}
