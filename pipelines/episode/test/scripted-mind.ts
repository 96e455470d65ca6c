import { call, json, type ModelRequest, type Reply, say } from '@telltale/testing/model';
import {
  EPISODES,
  PODCAST_SHAPES,
  type PodcastShape,
  type PodcastWorld,
  recordingOf,
  SHOW,
} from '@telltale/testing/podcasts';

type Answer = (request: ModelRequest) => Reply;

/** The model of all agents and steps: what it answers depends on nothing but what it is asked. */
export function answersOf(world: PodcastWorld): Answer {
  const minds: readonly (readonly [beginning: string, Answer])[] = [
    ['You find out the details of one podcast episode', (request) => investigate(world, request)],
    ['You get the audio file of one episode', (request) => fetchAudio(world, request)],
    ['You judge one control', () => say('SAFE')],
    ['You write summaries', () => say('Somebody went to sea.\n\nIt ended well.')],
    ['You find names', findNames],
    ['Names were found', () => json({ matches: [] })],
    ['A name was mentioned', () => json({ wikidataId: null })],
  ];
  return (request) => {
    const mind = minds.find(([beginning]) => request.instructions.includes(beginning));
    if (mind === undefined) throw new TypeError(`nobody answers: ${request.instructions.slice(0, 200)}`);
    return mind[1](request);
  };
}

/** Who is spoken of: the first two words with capitals, with which each recording begins. */
export function personIn(text: string): string | undefined {
  return /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u.exec(text)?.[0];
}

/** Reads the page, and finds nothing on it but what everybody sees. */
function investigate(world: PodcastWorld, request: ModelRequest): Reply {
  const shape = shapeIn(world, request);
  if (turnOf(request) === 0) return call('fetch_url', { url: world.urlOf(shape) });
  return json({
    outcome: 'partial',
    details: {
      ...NO_DETAILS,
      title: shape.episode?.title ?? null,
      show_name: SHOW.title,
      source_kind: shape.site === 'pods' ? 'aggregator' : 'canonical',
    },
    report: {
      attempted_sources: [],
      discovered_canonical_url: null,
      discovered_audio_url: null,
      cross_linked: false,
      confidence: 'medium',
      narrative: 'The page has no address of the audio.',
      hints: [],
    },
    summary: 'The page does not say where the audio is.',
  });
}

const NO_DETAILS = {
  ...{ title: null, show_name: null, description: null, published_at: null, image_url: null, language: null },
  ...{ country: null, canonical_url: null, feed_url: null, guid: null, audio_url: null, audio_format: null },
  ...{ source_kind: 'unknown', aggregator_provider: null },
};

/** Opens the page, clicks away what hides the audio, and downloads it; gives up on pages where that does not lead to any. */
function fetchAudio(world: PodcastWorld, request: ModelRequest): Reply {
  const shape = shapeIn(world, request);
  const button = { 'JS player': 'Play episode', 'cookie wall': 'Accept all' }[shape.name];
  const lookup = call('lookup_podcast_index', { query: `${SHOW.title} ${shape.episode?.title}` });
  const open = call('navigate', { url: world.urlOf(shape) });
  if (button === undefined) {
    return [lookup, open][turnOf(request)] ?? report({ message: `I found no audio of ${shape.name}.` });
  }
  const moves = [
    () => lookup,
    () => open,
    () => call('click', { role: 'button', name: button }),
    () => call('find_media', {}),
    () => call('download', { url: audioIn(request.lastToolResult.text) }),
    () => report({ message: 'The page has it.', audioUrl: audioIn(JSON.stringify(request.messages)) }),
  ];
  return (moves[turnOf(request)] ?? (() => report({ message: 'I am lost.' })))();
}

function audioIn(text: string): string {
  const [url] = /http:\/\/media\.test:\d+\/[\w-]+\.mp3/.exec(text) ?? [];
  if (url === undefined) throw new TypeError(`there is no audio in ${text}`);
  return url;
}

function report({ message, audioUrl = '' }: { readonly message: string; readonly audioUrl?: string }): Reply {
  const fileName = new URL(audioUrl || 'http://nothing/').pathname.slice(1);
  return json({ success: audioUrl !== '', message, audioUrl, fileName });
}

function findNames({ lastText }: ModelRequest): Reply {
  const said = Object.values(EPISODES)
    .flatMap((episode) => recordingOf(episode).cues)
    .filter(({ text }) => lastText.includes(text));
  const names = [...new Set(said.flatMap(({ text }) => personIn(text) ?? []))];
  return json({ entities: names.map((name) => ({ type: 'person', name, context: 'was somewhere' })) });
}

function shapeIn(world: PodcastWorld, { messages }: ModelRequest): PodcastShape {
  const prompt = String(messages.find(({ role }) => role === 'user')?.content);
  const shape = PODCAST_SHAPES.find((each) => each.episode !== null && prompt.includes(world.urlOf(each)));
  if (shape === undefined) throw new TypeError(`this is about none of the shapes: ${prompt}`);
  return shape;
}

function turnOf({ messages }: ModelRequest): number {
  return messages.filter(({ role }) => role === 'assistant').length;
}
