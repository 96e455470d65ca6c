/** What the database says is done. */
export const COUNT_STEPS = `SELECT count(*) FROM telltale.step_run WHERE outcome = 'succeeded'`;
export const COUNT_ITEMS = `SELECT count(*) FROM telltale.item WHERE outcome = 'succeeded'`;
export const COUNT_ACTIONS = `SELECT count(*) FROM telltale.action WHERE outcome = 'success'`;
export const COUNT_DBOS_STEPS = 'SELECT count(*) FROM dbos.operation_outputs';
