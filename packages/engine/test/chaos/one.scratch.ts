import { Arena, describeFindings } from './arena.ts';
const arena = await Arena.open();
import pg from 'pg';
let pool: pg.Pool | null = null;
const mon = setInterval(async () => {
  try {
    pool ??= new pg.Pool({ connectionString: (arena as any).url, max: 1 });
    pool.on('error', () => {});
    const { rows } = await pool.query("SELECT pid, application_name, state, now()-state_change AS age, left(query, 90) q FROM pg_stat_activity WHERE state like 'idle in trans%' AND now() - state_change > interval '700ms'");
    if (rows.length) console.log('IDLE', JSON.stringify(rows));
  } catch {}
}, 700); mon.unref();
const t0 = performance.now();
let last = '', at = t0;
const r = await arena.play({ seed: Number(process.argv[2]), lanes: Number(process.argv[3]), deeds: Number(process.argv[4]), watch: (s) => { if (s.now !== last) { const t = performance.now(); if (t - at > 4000) console.log('   took', t - at, last); at = t; last = s.now; console.log(((t - t0)/1000).toFixed(1), s.deeds, s.acknowledged, s.now); } } });
console.log(describeFindings(r.findings), r.seconds);
console.log(await arena.keep(r));
