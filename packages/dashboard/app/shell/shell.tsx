import {
  ActionIcon,
  AppShell,
  Badge,
  Burger,
  Group,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../live/session.ts';
import { useRunCounts } from '../live/use-runs.ts';
import { later } from '../parts/later.tsx';
import { LogOutForm } from '../parts/log-out-form.tsx';
import { text } from '../text/text.ts';
import { ConnectionPill } from './connection-pill.tsx';
import { NewVersion } from './new-version.tsx';
import { PAGES } from './pages.ts';
import classes from './shell.module.css';
import { usePageKeys } from './use-page-keys.ts';

/** Few open it, and it is not large: it comes when it is wanted. */
const ShortcutsDialog = later(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

/** What is around every page. */
export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  usePageKeys(help.open);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const main = useRef<HTMLElement>(null);
  const firstPath = useRef(path);

  // Who hears the page is told of the new one, and goes on from its top.
  useEffect(() => {
    menu.close();
    if (firstPath.current === path) return;
    firstPath.current = '';
    main.current?.focus({ preventScroll: true });
  }, [path, menu.close]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'md', collapsed: { mobile: !isMenuOpen } }}
      padding="md"
      transitionDuration={0}
    >
      <AppShell.Header className={classes.header}>
        <a className={classes.skip} href="#content">
          {text.shell.skip}
        </a>
        <Group gap="xs" wrap="nowrap">
          <Burger
            hiddenFrom="md"
            size="sm"
            opened={isMenuOpen}
            onClick={menu.toggle}
            aria-label={isMenuOpen ? text.shell.closeNavigation : text.shell.openNavigation}
          />
          <Link to="/" className={classes.brand}>
            <img src="/favicon.svg" alt="" width={24} height={24} />
            {text.shell.product}
          </Link>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <ConnectionPill />
          <ActionIcon
            visibleFrom="sm"
            variant="subtle"
            color="gray"
            aria-label={text.shell.shortcuts}
            onClick={help.open}
          >
            <IconKeyboard size={20} aria-hidden />
          </ActionIcon>
          <SchemeButton />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={text.shell.navigation}>
        <Navigation path={path} />
        <Account />
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={main} tabIndex={-1} className={classes.main}>
        <NewVersion />
        <Outlet />
      </AppShell.Main>
      {isHelpOpen && <ShortcutsDialog onClose={help.close} />}
    </AppShell>
  );
}

function Navigation({ path }: { readonly path: string }) {
  const waiting = useRunCounts().data?.waiting ?? 0;
  return (
    <div className={classes.pages}>
      {PAGES.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          active={to === '/' ? path === '/' || path.startsWith('/runs/') : path.startsWith(to)}
          variant="light"
          leftSection={<Icon size={18} aria-hidden />}
          rightSection={
            to === '/needs-you' && waiting > 0 ? (
              <Badge size="sm" circle={waiting < 10}>
                {waiting}
              </Badge>
            ) : undefined
          }
        />
      ))}
    </div>
  );
}

function Account() {
  const session = useSession().data;
  if (session === undefined || !session.loginRequired) return null;
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" c="dimmed" truncate>
        {text.shell.account(session.name, session.role)}
      </Text>
      <LogOutForm>
        <ActionIcon type="submit" variant="subtle" color="gray" aria-label={text.shell.logOut}>
          <IconLogout size={18} aria-hidden />
        </ActionIcon>
      </LogOutForm>
    </Group>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const isDark = scheme === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={isDark ? text.shell.lightScheme : text.shell.darkScheme}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  );
}
