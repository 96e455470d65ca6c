import type { AddCommand, CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { plain } from '../format/plain.ts';
import { editEpisode } from '../library/edit-episode.ts';
import { printEpisode } from '../library/print-episode.ts';
import { printTranscript } from '../library/print-transcript.ts';

interface ShowOptions {
  readonly transcript?: true;
}

interface DeleteOptions {
  readonly yes?: true;
}

export const addEpisode: AddCommand = (program, run) => {
  const episode = program
    .command('episode')
    .summary('tell all about an episode, correct it, or delete it')
    .description('Tells all that is known of an episode of the library, corrects it, or deletes it.')
    .addHelpText(
      'after',
      `
Examples:
  telltale episode show k3v9x0q2m7c4a1zd
  telltale episode show k3v9x0q2m7c4a1zd --transcript
  telltale episode edit k3v9x0q2m7c4a1zd --audio-url https://example.org/42.mp3
  telltale episode delete k3v9x0q2m7c4a1zd --yes`,
    );
  episode
    .command('show')
    .description(
      'Tells of one episode: where it is from, its summary, what each step used and why, who and what is mentioned in it, and its runs.',
    )
    .argument('<episode>', 'the id of the episode; "telltale episodes" lists them')
    .option('-t, --transcript', 'print its transcript with times, and nothing else')
    .action(run(show));
  episode
    .command('edit')
    .description(
      'Corrects what is known of an episode whose newest run failed or was cancelled, and says how to go on. Only what is given is changed; an empty text ("") removes what is there.',
    )
    .argument('<episode>', 'the id of the episode; "telltale episodes --all" lists them')
    .option('--title <text>', 'its title')
    .option('--show-name <text>', 'the name of its show')
    .option('--description <text>', 'what it is about')
    .option('--published-at <day>', 'when it was published, such as 2026-11-21')
    .option('--image-url <url>', 'its picture')
    .option('--language <code>', 'its language, such as en')
    .option('--country <code>', 'its country, such as gb')
    .option('--audio-url <url>', 'where its audio is: the address to download from')
    .action(run(editEpisode));
  episode
    .command('delete')
    .description('Deletes an episode with its transcript, its passages and its audio. Its runs stay.')
    .argument('<episode>', 'the id of the episode; "telltale episodes" lists them')
    .option('--yes', 'really delete it')
    .action(run(remove));
};

async function show(context: CommandContext, episodeId: string, { transcript }: ShowOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  if (transcript) {
    printTranscript(output, await api.getTranscript({ episodeId, words: output.json }, { signal }));
    return;
  }
  const [episode, { runs }] = await Promise.all([
    api.getEpisode({ episodeId }, { signal }),
    api.listRunsOfSubject({ subject: episodeId, pipeline: 'episode', limit: 500 }, { signal }),
  ]);
  output.record({ ...episode, runs });
  if (!output.json) printEpisode(output, episode, runs);
}

async function remove(context: CommandContext, episodeId: string, { yes }: DeleteOptions): Promise<void> {
  const { output, signal } = context;
  const api = await context.api();
  if (!yes) {
    const { title, segments } = await api.getEpisode({ episodeId }, { signal });
    throw new UsageError(
      `Nothing was deleted: ${plain(title ?? episodeId)}, with a transcript of ${segments} segments, needs --yes.`,
      { hint: `telltale episode delete ${episodeId} --yes` },
    );
  }
  const deleted = await api.deleteEpisode({ episodeId }, { signal });
  output.record(deleted);
  output.print(`Deleted episode ${episodeId}.`);
  for (const { kind, lastError } of deleted.left) {
    const what = kind === 'vectors' ? 'Its vectors' : 'Its audio';
    output.note(`${what} could not be removed yet: ${plain(lastError ?? 'it was not tried')}. Workers go on trying.`);
  }
}
