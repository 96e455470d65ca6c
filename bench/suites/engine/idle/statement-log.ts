/** Server settings with which each statement is a line of the log that begins with its database and its transaction. */
export const LOG_STATEMENTS = { log_statement: 'all', log_line_prefix: '%d|%v|' };

export interface StatementCounts {
  readonly statements: number;
  readonly transactions: number;
}

const STATEMENT = /^([^|]*)\|([^|]*)\|LOG: {2}(?:statement: |execute )/gm;

/** What was asked of a database, by such a log. */
export function countStatements(log: string, database: string): StatementCounts {
  const transactions = [...log.matchAll(STATEMENT)].flatMap(([, name, transaction]) =>
    name === database ? [transaction] : [],
  );
  return { statements: transactions.length, transactions: new Set(transactions).size };
}
