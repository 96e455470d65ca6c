import type { RunView } from './run-view.ts';
import { pendingStep, type StepView } from './step-view.ts';

/** The view with one step changed. A step that nobody declared is added; an event without a step changes nothing. */
export function updateStep(view: RunView, name: string | null, change: (step: StepView) => StepView): RunView {
  if (name === null) return view;
  const index = view.steps.findIndex((step) => step.name === name);
  const known = view.steps[index];
  if (known === undefined) {
    return { ...view, steps: [...view.steps, change(pendingStep(name, view.steps.length + 1))] };
  }
  return { ...view, steps: view.steps.with(index, change(known)) };
}

/**
 * The steps in the order in which a run declares them. Those before `fromStep` were done by the run that this one goes
 * on from.
 */
export function declareSteps(
  known: readonly StepView[],
  names: readonly string[],
  fromStep: string | undefined,
): readonly StepView[] {
  const declared = [...new Set(names)];
  const begin = fromStep === undefined ? 0 : declared.indexOf(fromStep);
  const undeclared = known.filter((step) => !declared.includes(step.name)).map((step) => step.name);
  return [...declared, ...undeclared].map((name, index) => {
    const step = known.find((candidate) => candidate.name === name) ?? pendingStep(name, index + 1);
    const state = step.state === 'pending' && index < begin ? 'kept' : step.state;
    return { ...step, number: index + 1, state };
  });
}
