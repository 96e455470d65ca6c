import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** Who looks at this. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => client.getSession({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether whoever looks may also do something: a viewer only reads. Until it is known nobody is kept from anything. */
export function useIsOperator(): boolean {
  return (useSession().data?.role ?? 'operator') === 'operator';
}
