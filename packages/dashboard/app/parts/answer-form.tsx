interface AnswerFormProps {
  readonly runId: string;
  /** What the run waits with: a text, `{ text }`, the question of an agent (`handoffQuestionSchema`), or anything else. */
  readonly question: unknown;
  /** Called when the answer was taken. */
  readonly onAnswered?: () => void;
}

/** Asks a person what a run waits to be told, and tells it. */
export function AnswerForm(_: AnswerFormProps) {
  return null;
}
