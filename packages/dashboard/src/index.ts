export { DashboardMissingError } from './dashboard-missing-error.ts';
export { type BuiltDashboard, openDashboard } from './open-dashboard.ts';
