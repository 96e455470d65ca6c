import { expect, test } from 'vitest';
import {
  after,
  answers,
  call,
  calls,
  cutsConnection,
  fails,
  failsMidway,
  hangs,
  hold,
  json,
  type ModelServer,
  malformed,
  malformedBody,
  malformedCall,
  type Reply,
  rateLimited,
  refuses,
  say,
  startModelServer,
} from './index.ts';

const hello = { role: 'user', content: 'Hello' };

function ask(model: ModelServer, body: object = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'gpt-test', messages: [hello], ...body }),
    ...init,
  });
}

interface Answer {
  readonly choices: readonly [
    { readonly message: { readonly content: string | null }; readonly finish_reason: string },
  ];
  readonly usage?: object;
  readonly error: { readonly message: string };
}

async function bodyOf(response: Response | Promise<Response>): Promise<Answer> {
  return (await (await response).json()) as Answer;
}

/** The first choice of one answer, and the rest of it. */
async function answerTo(reply: Reply) {
  await using model = await startModelServer();
  model.script([reply]);
  const { choices, usage } = await bodyOf(ask(model));
  return { ...choices[0], usage };
}

/** The events of one stream, parsed; the text behind the last event that is JSON comes as it is. */
async function eventsOf(response: Response): Promise<unknown[]> {
  const events = (await response.text()).split('\n\n').filter((event) => event !== '');
  return events.map((event) => {
    const data = event.replace(/^data: /, '');
    return data === '[DONE]' ? data : JSON.parse(data);
  });
}

test('words, tool calls, refusals and JSON are answers of the protocol', async () => {
  expect(await answerTo(say('Good day.'))).toMatchObject({
    message: { role: 'assistant', content: 'Good day.', refusal: null },
    finish_reason: 'stop',
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  });
  expect(await answerTo(json({ url: 'x' }))).toMatchObject({ message: { content: '{"url":"x"}' } });
  expect(await answerTo(malformed('{"url'))).toMatchObject({ message: { content: '{"url' } });
  expect(await answerTo(refuses('No.'))).toMatchObject({ message: { content: null, refusal: 'No.' } });
  expect(await answerTo(call('click', { selector: 'a' }))).toMatchObject({
    message: {
      content: null,
      tool_calls: [{ id: 'call-1-1', type: 'function', function: { name: 'click', arguments: '{"selector":"a"}' } }],
    },
    finish_reason: 'tool_calls',
  });
  expect(await answerTo(malformedCall('click', '{"a'))).toMatchObject({
    message: { tool_calls: [{ function: { name: 'click', arguments: '{"a' } }] },
  });
});

test('several calls come with the words before them, and an id of one’s own', async () => {
  const both = calls([call('a', {}), call('b', 1, { id: 'mine' })], { say: 'First these.' });
  expect((await answerTo(both)).message).toMatchObject({
    content: 'First these.',
    tool_calls: [
      { id: 'call-1-1', function: { name: 'a' } },
      { id: 'mine', function: { name: 'b' } },
    ],
  });
});

test('finish reason and token counts can be chosen, or left out', async () => {
  const usage = { input: 50, output: 20, cachedInput: 30, reasoning: 5 };
  expect(await answerTo(say('So f', { finish: 'length', usage }))).toMatchObject({
    finish_reason: 'length',
    usage: {
      prompt_tokens: 50,
      total_tokens: 70,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
  });
  const silent = await answerTo(say('', { finish: null, usage: null }));
  expect(silent).toMatchObject({ finish_reason: null, message: { content: null } });
  expect(silent.usage).toBeUndefined();
});

test('a stream brings words in pieces, calls in parts, and usage if it is asked for', async () => {
  await using model = await startModelServer();
  const reply = calls([call('click', { selector: 'a' })], { say: ['Let me ', 'see.'] });
  model.script([reply, reply]);
  const events = await eventsOf(await ask(model, { stream: true, stream_options: { include_usage: true } }));
  const deltas = events.flatMap((event) => (event as { choices?: { delta: unknown }[] }).choices ?? []);
  expect(deltas.map(({ delta }) => delta)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'Let me ' },
    { content: 'see.' },
    { tool_calls: [{ index: 0, id: 'call-1-1', type: 'function', function: { name: 'click', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"select' } }] },
    { tool_calls: [{ index: 0, function: { arguments: 'or":"a"}' } }] },
    {},
  ]);
  expect(deltas.at(-1)).toMatchObject({ finish_reason: 'tool_calls' });
  expect(events.slice(-2)).toMatchObject([{ choices: [], usage: { total_tokens: 110 } }, '[DONE]']);
  expect(JSON.stringify(await eventsOf(await ask(model, { stream: true })))).not.toContain('usage');
});

test('a gate holds an answer, or a stream between two words, until it is opened', async () => {
  await using model = await startModelServer();
  const [first, between] = [hold(), hold()];
  model.script([after(first, say('Late.')), say(['One, ', between, 'two.'])]);

  const late = ask(model);
  await first.reached();
  first.open();
  expect((await bodyOf(late)).choices[0].message.content).toBe('Late.');

  const { body } = await ask(model, { stream: true });
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('One, ')) seen += (await reader.read()).value;
  await between.reached();
  expect(seen).not.toContain('two.');
  between.open();
  while (!seen.includes('[DONE]')) seen += (await reader.read()).value;
  expect(seen).toContain('two.');
});

test('failures have the status, the headers and the error body of the protocol', async () => {
  await using model = await startModelServer();
  const when = new Date('2030-01-02T03:04:05Z');
  model.script([
    rateLimited({ retryAfterSeconds: 7 }),
    rateLimited({ retryAfterDate: when }),
    rateLimited({ retryAfterMs: 50 }),
    fails(503),
    fails(400, { message: 'Too long.', code: 'context_length_exceeded' }),
    answers(502, '<h1>Bad gateway</h1>'),
  ]);
  const seconds = await ask(model);
  expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await ask(model)).headers.get('retry-after')).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
  const milliseconds = await ask(model);
  expect(milliseconds.headers.get('retry-after-ms')).toBe('50');
  expect(milliseconds.headers.get('retry-after')).toBeNull();
  const unavailable = await ask(model);
  expect(unavailable.status).toBe(503);
  expect(await unavailable.json()).toMatchObject({ error: { type: 'server_error' } });
  expect(await (await ask(model)).json()).toEqual({
    error: { message: 'Too long.', type: 'invalid_request_error', param: null, code: 'context_length_exceeded' },
  });
  expect(await (await ask(model)).text()).toBe('<h1>Bad gateway</h1>');
  expect(model.problems).toEqual([]);
});

test('a connection ends before the answer, in the middle of it, or in the middle of a stream', async () => {
  await using model = await startModelServer();
  model.script([cutsConnection(), cutsConnection(say('Never whole.')), cutsConnection(say(['Half', ', whole.']))]);
  await expect(ask(model)).rejects.toThrow('fetch failed');
  const half = await ask(model);
  expect(half.status).toBe(200);
  await expect(half.json()).rejects.toThrow('terminated');
  const reader = (await ask(model, { stream: true })).body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  await expect(
    (async () => {
      for (;;) seen += (await reader.read()).value;
    })(),
  ).rejects.toThrow('terminated');
  expect(seen).toContain('Half');
  expect(seen).not.toContain('whole');
});

test('a stream can fail in its middle, and a body can be no JSON', async () => {
  await using model = await startModelServer();
  const failing = failsMidway(say(['One', 'two']), 'Overloaded.');
  model.script([failing, failing, malformedBody('{"x'), malformedBody('{"x')]);
  const events = await eventsOf(await ask(model, { stream: true }));
  expect(events.slice(-2)).toEqual([{ error: { message: 'Overloaded.', type: 'server_error', code: null } }, '[DONE]']);
  expect((await ask(model)).status).toBe(500);
  expect(await (await ask(model)).text()).toBe('{"x');
  expect(await (await ask(model, { stream: true })).text()).toBe('data: {"x\n\ndata: [DONE]\n\n');
});

test('a request that hangs knows when its client has gone, and does not hold up the end', async () => {
  const model = await startModelServer();
  model.script([hangs(), hangs(), after(hold(), say('Never.'))]);
  const client = new AbortController();
  const left = ask(model, {}, { signal: client.signal });
  const { abandoned } = await model.request(1);
  client.abort();
  await expect(left).rejects.toThrow('aborted');
  await abandoned;

  const asked = [ask(model), ask(model)].map((one) => expect(one).rejects.toThrow('fetch failed'));
  await model.request(3);
  await model.close();
  await Promise.all(asked);
});

test('a request tells what the model was told', async () => {
  await using model = await startModelServer();
  model.answerWith(({ lastText }) => say(`You said ${lastText}`));
  const next = model.nextRequest();
  const image = { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,AA==' } };
  const toolCalls = ['click', 'scroll'].map((name, index) => ({
    id: `c${index}`,
    type: 'function',
    function: { name, arguments: '{}' },
  }));
  const body = {
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: [{ type: 'text', text: 'Look: ' }, image] },
      { role: 'assistant', content: null, tool_calls: toolCalls },
      { role: 'tool', tool_call_id: 'c1', content: 'scrolled' },
      { role: 'tool', tool_call_id: 'c0', content: 'clicked' },
    ],
    tools: [{ type: 'function', function: { name: 'click' } }],
  };
  const answer = await ask(model, body, { headers: { 'x-test': 'yes' } });
  expect((await bodyOf(answer)).choices[0].message.content).toBe('You said clicked');
  const request = await next;
  expect(request).toMatchObject({
    number: 1,
    tools: ['click'],
    instructions: 'Be kind.',
    images: [image.image_url.url],
    toolResults: [
      { toolCallId: 'c1', tool: 'scroll', text: 'scrolled' },
      { toolCallId: 'c0', tool: 'click', text: 'clicked' },
    ],
    lastToolResult: { text: 'clicked' },
    headers: { 'x-test': 'yes' },
  });
  expect(model.requests).toEqual([request]);
});

test('scripts for several agents at once do not mix', async () => {
  await using model = await startModelServer();
  for (const name of ['a', 'b']) {
    model.script([say(`${name}1`), () => say(`${name}2`)], { when: ({ body }) => body.model === name });
  }
  const said = await Promise.all(
    ['b', 'a', 'b', 'a'].map(async (name) => (await bodyOf(ask(model, { model: name }))).choices[0].message.content),
  );
  expect(said.sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(model.remaining).toBe(0);
});

test('a script that has run out, or throws, says so', async () => {
  await using model = await startModelServer();
  model.script([
    () => {
      throw new RangeError('out of ideas');
    },
  ]);
  expect((await ask(model)).status).toBe(500);
  const answer = await ask(model);
  expect(answer.status).toBe(500);
  expect((await bodyOf(answer)).error.message).toContain('no reply to request 2: "Hello"');
  expect(model.problems).toEqual([
    expect.stringContaining('out of ideas'),
    expect.stringContaining('no reply to request 2'),
  ]);
});

test.each([
  ['no messages', []],
  ['a result without a call', [hello, { role: 'tool', tool_call_id: 'x', content: '' }]],
  ['a call without a result', [hello, { role: 'assistant', tool_calls: [{ id: 'x' }] }]],
  ['words before the result', [hello, { role: 'assistant', tool_calls: [{ id: 'x' }] }, hello]],
])('a conversation with %s is refused as providers do', async (_what, messages) => {
  await using model = await startModelServer();
  model.script([say('Unasked.')]);
  expect((await ask(model, { messages })).status).toBe(400);
  expect(model.problems).toHaveLength(1);
  expect(model.remaining).toBe(1);
});

test('keys are checked, models listed, and other requests refused', async () => {
  await using model = await startModelServer({ apiKey: 'sk-1', models: ['small'] });
  expect((await ask(model)).status).toBe(401);
  const headers = { authorization: 'Bearer sk-1' };
  expect(await (await fetch(`${model.url}/models`, { headers })).json()).toMatchObject({ data: [{ id: 'small' }] });
  expect((await fetch(`${model.url}/embeddings`, { headers, method: 'POST' })).status).toBe(404);
});
