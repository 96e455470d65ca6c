export * from './events/event.ts';
export * from './events/outcomes.ts';
export * from './events/schemas.ts';
export * from './events/shapes.ts';
