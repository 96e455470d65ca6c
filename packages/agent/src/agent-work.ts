import type { AssistantModelMessage, ModelMessage } from 'ai';
import type { Agent } from './agent.ts';
import type { AgentStart } from './agent-start.ts';
import { compact } from './conversation/compact.ts';
import { AgentLimitError, AgentLoopError } from './errors.ts';
import { askHumanInput, questionOf } from './handoff/ask-human.ts';
import { ASK_HUMAN, type Asker, askPerson } from './handoff/ask-person.ts';
import type { KeptModel, Spent } from './history/kept.ts';
import { toolResult } from './history/rebuild.ts';
import type { TriedCall } from './history/what-was-tried.ts';
import { limitSentence, reachedLimit, type Warning, warnings } from './limits/budget.ts';
import type { Deadline } from './limits/deadline.ts';
import { callModel, judgeReply, type ModelAnswer } from './model/call-model.ts';
import type { ModelToolCall, Reply } from './model/generate.ts';
import { addUsed, counting, type Used } from './model/used.ts';
import { ToolCalls } from './tools/tool-calls.ts';

/** What an agent does in one attempt of its step: asks the model, makes the calls of its answer, and so on until the last answer. */
export class AgentWork<T> {
  readonly #agent: Agent<T>;
  readonly #start: AgentStart;
  readonly #asker: Asker;
  readonly #deadline: Deadline;
  readonly #calls: ToolCalls;
  readonly #messages: ModelMessage[];
  readonly #warned = new Set<Warning>();
  /** Said to the model since its last answer, results of its calls apart. */
  #said: ModelMessage[] = [];
  #turn: number;
  #spent: Spent;

  constructor(agent: Agent<T>, start: AgentStart, asker: Asker, deadline: Deadline) {
    this.#agent = agent;
    this.#start = start;
    this.#asker = asker;
    this.#deadline = deadline;
    this.#calls = new ToolCalls(agent, start, deadline);
    this.#messages = [...(start.resumed?.messages ?? [])];
    this.#turn = start.resumed?.last.turn ?? 0;
    this.#spent = start.spent;
    for (const message of start.say) this.#say(message);
  }

  /** All that it used, earlier attempts included. */
  get spent(): Spent {
    return this.#spent;
  }

  get turn(): number {
    return this.#turn;
  }

  /** All that it did, earlier attempts included. */
  get tried(): readonly TriedCall[] {
    return [...this.#start.tried, ...this.#calls.tried];
  }

  /** Works until there is an answer that can be used. Throws the agent's errors, and whatever stops the step. */
  async run(): Promise<ModelAnswer<T>> {
    return await counting(
      (used) => this.#spend(used),
      () => this.#work(),
    );
  }

  async #work(): Promise<ModelAnswer<T>> {
    for (let answer = (await this.#resume()) ?? (await this.#ask()); ; answer = await this.#ask()) {
      if (answer.calls.length > 0) await this.#makeCalls(answer.calls);
      else if (answer.problem === null) return answer;
      else this.#reject(answer.problem);
      this.#checkLimits();
    }
  }

  /** The answer at which an earlier attempt broke off, without those of its calls that the model was told of. */
  async #resume(): Promise<ModelAnswer<T> | null> {
    const { resumed } = this.#start;
    if (resumed === null) return null;
    for (const call of resumed.calls) if (call.told !== null) this.#tell(call, call.told);
    const { last, calls } = resumed;
    const open = calls.filter(({ told }) => told === null).map((call) => ({ ...call, problem: null }));
    const isTold = calls.length > 0 && open.length === 0;
    return isTold ? null : await judgeReply(replyOf(last, open), this.#agent.output);
  }

  async #ask(): Promise<ModelAnswer<T>> {
    const { step, model, limits, instructions, toolSet, output, name } = this.#agent;
    const isLast = this.#spent.requests === limits.modelRequests - 1;
    for (const [warning, content] of warnings(this.#spent, this.#deadline.leftMs, limits)) {
      if (!this.#warned.has(warning)) this.#say({ role: 'user', content });
      this.#warned.add(warning);
    }
    this.#turn += 1;
    this.#deadline.doing('model', model.id, limits.modelTimeoutMs);
    const answer = await callModel(step, model, {
      instructions,
      messages: compact(this.#messages, this.#agent.tools),
      tools: toolSet,
      mayCall: !isLast,
      ...(output === undefined ? {} : { output }),
      timeoutMs: limits.modelTimeoutMs,
      signal: this.#deadline.signal,
      about: { ...(name === 'agent' ? {} : { agent: name }), request: this.#spent.requests + 1 },
      keep: (answered) => this.#kept(answered),
    });
    this.#spent = { ...this.#spent, requests: this.#spent.requests + 1 };
    this.#said = [];
    this.#messages.push(...answer.messages);
    const isLastWord = answer.calls.length === 0 && answer.problem === null;
    if (!isLastWord && answer.text.trim() !== '') await step.tell('agent.spoke', { text: answer.text });
    return answer;
  }

  /** An answer has come, to the agent or to one of its tools. */
  #spend(used: Used): void {
    this.#spent = { ...this.#spent, ...addUsed(this.#spent, used) };
  }

  /** What a later attempt needs of an answer. */
  #kept({ messages, calls, finishReason }: ModelAnswer): KeptModel {
    const { name, fingerprint } = this.#agent;
    return {
      kind: 'model',
      agent: name,
      turn: this.#turn,
      ...(this.#turn === 1 ? { began: { fingerprint, spent: this.#spent } } : {}),
      before: this.#said,
      messages: [...messages],
      calls: calls.map(({ toolCallId, tool, input }) => ({ toolCallId, tool, input })),
      finishReason,
    };
  }

  async #makeCalls(calls: readonly ModelToolCall[]): Promise<void> {
    for (const call of calls) {
      // What it asks for now would lead to nothing.
      this.#checkLimits();
      await this.#askHuman(call);
      const { told } = await this.#calls.make(call, this.#turn);
      this.#spent = { ...this.#spent, toolCalls: this.#spent.toolCalls + 1 };
      this.#tell(call, told);
      this.#checkErrors();
    }
    const { stoppedBy } = this.#calls;
    if (stoppedBy !== null) throw new AgentLoopError(stoppedBy.message, this.#agent.about);
  }

  /** Pauses the run if the call is a question to a person. */
  async #askHuman({ tool, toolCallId, input }: ModelToolCall): Promise<void> {
    const { name, handoff } = this.#agent;
    if (tool !== ASK_HUMAN || handoff === 'never' || this.#calls.stoppedBy !== null) return;
    const { success, data } = askHumanInput.safeParse(input);
    if (!success) return;
    const number = this.#start.nextQuestion;
    await askPerson(this.#asker, { toolCallId, turn: this.#turn, number, question: questionOf(name, data) });
  }

  #say(message: ModelMessage): void {
    this.#said.push(message);
    this.#messages.push(message);
  }

  #tell(call: Pick<ModelToolCall, 'toolCallId' | 'tool'>, told: string): void {
    this.#messages.push({ role: 'tool', content: [toolResult(call, told)] });
  }

  #reject(problem: string): void {
    this.#say({ role: 'user', content: `That answer cannot be used. ${problem}\nAnswer again.` });
    this.#calls.errorsInARow += 1;
    this.#checkErrors();
  }

  #checkErrors(): void {
    const { limits, about } = this.#agent;
    const errors = this.#calls.errorsInARow;
    if (errors <= limits.consecutiveErrors) return;
    const allowed = limits.consecutiveErrors;
    const why = `Too many consecutive errors (${errors}) — agent appears stuck.`;
    throw new AgentLimitError(
      why,
      { limit: 'consecutiveErrors', value: errors, allowed, unit: 'errors in a row' },
      about,
    );
  }

  #checkLimits(): void {
    const { limits, about } = this.#agent;
    const reached = reachedLimit(this.#spent, limits);
    if (reached !== null) throw new AgentLimitError(limitSentence(reached), reached, about);
  }
}

/** A kept answer as it was when it came. */
function replyOf({ messages, finishReason }: KeptModel, calls: readonly ModelToolCall[]): Reply {
  const answers = messages.filter((message) => message.role === 'assistant');
  return { text: answers.map(textOf).join(''), messages: answers, calls, finishReason, tokens: null };
}

function textOf({ content }: AssistantModelMessage): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}
