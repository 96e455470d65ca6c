import type { Role } from '@telltale/api';
import type { MiddlewareHandler } from 'hono';
import type { ServerEnv } from '../context.ts';
import { ForbiddenError, UnauthenticatedError } from './errors.ts';
import { loginPath } from './next-path.ts';
import { wantsPage } from './wants-page.ts';

/** See `Access.requires`. */
export function requires(required: Role): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    const { name, role } = c.get('principal');
    if (role === null) {
      if (wantsPage(c)) return c.redirect(loginPath(c.req.url), 303);
      c.header('WWW-Authenticate', 'Bearer');
      throw new UnauthenticatedError();
    }
    if (required === 'operator' && role !== 'operator') throw new ForbiddenError(name, required);
    await next();
  };
}
