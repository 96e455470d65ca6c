import {
  Anchor,
  Button,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { statusQuery } from '../../live/server-queries.ts';
import { useSession } from '../../live/session.ts';
import { LogOutForm } from '../../parts/log-out-form.tsx';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/text.ts';

/** What concerns whoever looks: colours, the session, and what this is. */
export function OwnSettings() {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      <Appearance />
      <Session />
      <About />
    </SimpleGrid>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { appearance, scheme, schemes } = text.settings;
  return (
    <Part title={appearance}>
      <SegmentedControl
        aria-label={scheme}
        fullWidth
        value={colorScheme}
        onChange={(chosen) => setColorScheme(chosen)}
        data={[
          { value: 'auto', label: schemes.auto },
          { value: 'light', label: schemes.light },
          { value: 'dark', label: schemes.dark },
        ]}
      />
    </Part>
  );
}

function Session() {
  const { data } = useSession();
  const { session, sessionName, sessionRole, role, sessionExpires, sessionLasts, noLogin, logOut } = text.settings;
  return (
    <Part title={session}>
      {data === undefined ? (
        <Text size="sm">{text.common.loading}</Text>
      ) : !data.loginRequired ? (
        <Text size="sm">{noLogin}</Text>
      ) : (
        <>
          <Fact name={sessionName}>
            <bdi>{data.name}</bdi>
          </Fact>
          <Fact name={sessionRole}>{role[data.role]}</Fact>
          <Fact name={sessionExpires}>{data.expiresAt === null ? sessionLasts : <Moment at={data.expiresAt} />}</Fact>
          <LogOutForm>
            <Button type="submit" variant="default" size="xs">
              {logOut}
            </Button>
          </LogOutForm>
        </>
      )}
    </Part>
  );
}

function About() {
  const { data } = useQuery(statusQuery);
  const { about, version, startedAt, apiDocs, apiDocsHint } = text.settings;
  return (
    <Part title={about}>
      <Fact name={version}>{data?.version ?? text.common.loading}</Fact>
      <Fact name={startedAt}>{data === undefined ? text.common.loading : <Moment at={data.startedAt} />}</Fact>
      <div>
        <Anchor href="/api/docs" size="sm">
          {apiDocs}
        </Anchor>
        <Text size="sm" c="dimmed">
          {apiDocsHint}
        </Text>
      </div>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Stack gap="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="span">
        {children}
      </Text>
    </Group>
  );
}
