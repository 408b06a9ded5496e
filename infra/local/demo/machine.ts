import * as z from 'zod';
import { instant } from '../../../shared/domain/values.ts';
import { type Answer, type Client, tell } from '../client.ts';
import { assertionOf, type OwnKey } from './keys.ts';
import { holds } from './seen.ts';

const granted = z.object({ access_token: z.string(), expires_in: z.number(), scope: z.string() });

/** The operator's machine at one channel: asks for tokens with its own key and fetches data with them. */
export interface Machine {
  readonly channel: string;
  /** Asks /token anew; the token is used from then on. */
  readonly signIn: () => Promise<{ readonly seconds: number }>;
  /** What /token answers now; the token in use stays. */
  readonly askToken: () => Promise<{ readonly status: number; readonly text: string }>;
  readonly page: (query?: string) => Promise<Answer>;
  /** The answer with its body unread. */
  readonly stream: () => Promise<Response>;
  readonly delivery: (name: string) => Promise<z.infer<typeof delivery>>;
}

/** A delivery as its recipient reads it. */
const delivery = z.object({
  serial: z.number(),
  completeness: z.enum(['complete', 'cut', 'unknown']),
  rows: z.number().optional(),
  bytes: z.number().optional(),
  digest: z.string().optional(),
  endedAt: instant.optional(),
  reason: z.string().optional(),
  grounds: z.array(z.object({ gate: z.string(), article: z.string(), measure: z.string().optional() })).optional(),
});

/** `purpose` as the channel's scope names it: each request declares it. */
export function machineOf(
  client: Client,
  organization: string,
  { channel, purpose }: { readonly channel: string; readonly purpose: string },
  key: OwnKey,
): Machine {
  let token = '';
  const bearer = () => ({ authorization: `Bearer ${token}`, purpose: encodeURIComponent(purpose) });
  const path = `/channels/${channel}/data`;
  const askToken = () => tokenFor(client.origin, organization, channel, key);
  return {
    channel,
    askToken,
    signIn: async () => {
      const { status, text } = await askToken();
      holds(status === 200, '200 with an access token', `${status} ${text}`);
      const { access_token, expires_in } = granted.parse(JSON.parse(text));
      token = access_token;
      return { seconds: expires_in };
    },
    page: (query = '') => client.get(`${path}${query}`, bearer()),
    stream: () => client.stream(`${path}?stream=true`, bearer()),
    delivery: async (name) => {
      const answer = await client.get(`/deliveries/${name}?channel=${channel}`, bearer());
      holds(answer.status === 200, 'the record of the delivery', tell(answer));
      return delivery.parse(answer.body);
    },
  };
}

/** private_key_jwt at the token endpoint. @see RFC 6749 §4.4, RFC 7523 §2.2 */
async function tokenFor(origin: string, organization: string, channel: string, key: OwnKey) {
  const response = await fetch(`${origin}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionOf(key, organization, `${origin}/token`),
      scope: `channel:${channel}`,
    }),
  });
  return { status: response.status, text: await response.text() };
}
