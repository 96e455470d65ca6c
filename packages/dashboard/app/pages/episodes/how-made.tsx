import { Stack, Text, Title } from '@mantine/core';
import { JsonView } from '../../parts/json-view.tsx';
import { text } from '../../text/text.ts';
import classes from './how-made.module.css';
import type { Episode } from './queries.ts';

/** What each step used to do its work, and why that. */
export function HowMade({ used }: Pick<Episode, 'used'>) {
  const words = text.episodes.made;
  const steps = Object.entries(used).toSorted(([a], [b]) => place(a) - place(b));
  return (
    <Stack component="section" gap="xs" aria-labelledby="made">
      <Title order={2} size="h4" id="made">
        {words.title}
      </Title>
      {steps.length === 0 ? (
        <Text c="dimmed">{words.none}</Text>
      ) : (
        <>
          <dl className={classes.steps}>
            {steps.map(([step, { with: what, why }]) => (
              <div key={step} className={classes.step}>
                <dt className={classes.name}>{step}</dt>
                <dd className={classes.what}>
                  <Text size="sm">{what}</Text>
                  <Text size="xs" c="dimmed">
                    {why}
                  </Text>
                </dd>
              </div>
            ))}
          </dl>
          <details>
            <summary>{words.figures}</summary>
            <JsonView value={used} label={words.figuresOf} />
          </details>
        </>
      )}
    </Stack>
  );
}

/** In the order of the work; what is not known here comes last. */
const ORDER = ['fetch_details', 'download', 'transcribe', 'summarize', 'chunk', 'extract', 'resolve', 'embed'];

function place(step: string): number {
  const index = ORDER.indexOf(step);
  return index < 0 ? ORDER.length : index;
}
