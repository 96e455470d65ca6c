import type { HandoffQuestion } from '@telltale/core';

const why: Readonly<Record<HandoffQuestion['reason'], (agent: string) => string>> = {
  asked: (agent) => `The agent ${agent} asks:`,
  failed: (agent) => `The agent ${agent} got no further and asks:`,
  limited: (agent) => `The agent ${agent} has used up what it was allowed and asks:`,
};

export const answer = {
  form: 'Answer',
  why,
  asks: 'It asks:',
  whatHappened: 'What has happened so far',
  options: 'Suggested answers',
  more: 'What it asks',
  answer: 'Your answer',
  otherAnswer: 'Another answer',
  send: 'Send the answer',
  sendHint: 'Ctrl + Enter sends it.',
  yes: 'Yes',
  no: 'No',
  mode: 'How to write it',
  asText: 'Text',
  asJson: 'JSON',
  jsonAnswer: 'Your answer as JSON',
  retry: 'Let it begin anew',
  retryHint: 'What should it do differently? (optional)',
  retrySend: 'Begin anew',
  giveUp: 'Give up',
  giveUpAsk: 'The agent stops, and its step fails. What the run has done stays.',
  giveUpReason: 'Why? (optional)',
  giveUpSend: 'Give up and fail the step',
  back: 'Back',
  empty: 'Write an answer first.',
  failed: 'The answer was not taken',
  sent: 'The answer was sent. The run goes on.',
} as const;
