import type { Access, AccessOptions } from './access.ts';
import { Credentials } from './credentials.ts';
import { UnauthenticatedError } from './errors.ts';
import { FailedAttempts } from './failed-attempts.ts';
import { createGuard } from './guard.ts';
import { type LoginServices, logIn, logOut } from './log-in.ts';
import { createLoginPages } from './login-pages.ts';
import { OwnHosts } from './own-hosts.ts';
import type { Principal } from './principal.ts';
import { loginRequired } from './reach.ts';
import { requires } from './requires.ts';

/** Throws `InvalidAllowedHostError`. */
export function createAccess({ pool, logger, now, ...reach }: AccessOptions): Access {
  const services: LoginServices = {
    pool,
    now,
    logger,
    credentials: new Credentials(pool, now),
    attempts: new FailedAttempts(now),
    loginRequired: loginRequired(reach),
  };
  const describe = ({ name, role, expiresAt }: Principal) => {
    if (role === null) throw new UnauthenticatedError();
    return { name, role, loginRequired: services.loginRequired, expiresAt };
  };
  return {
    guard: createGuard({ ...services, hosts: new OwnHosts(reach) }),
    requires,
    session: {
      get: ({ principal }) => describe(principal),
      logIn: async ({ body }, c) => describe(await logIn(c, body.token, services)),
      logOut: async (_request, c) => await logOut(c, services),
    },
    pages: createLoginPages(services),
  };
}
