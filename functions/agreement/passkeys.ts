import { agreement } from '../../shared/domain/agreement.ts';
import { notFound, refuse } from '../../shared/domain/decision.ts';
import { signable } from '../../shared/domain/signable.ts';
import { reply, routesFor } from '../../shared/http/route.ts';
import type { Service } from '../../shared/service.ts';
import { keepPasskey, newChallenge, passkeysOf, takeChallenge } from '../../shared/store/passkeys.ts';
import { jwkOfSpki, thumbprintOf } from '../../shared/store/public-jwk.ts';
import { assertionProves } from '../../shared/store/signed-text.ts';
import { loadHead } from '../../shared/store/unit.ts';
import { mayRead, nothingToSign } from './reads.ts';
import { challengeView, params, passkeyBody, passkeysView, signingChallengeView } from './schema.ts';

const { member } = routesFor<Service>();
const signers = ['grantor', 'operator'] as const;

/** Passkeys 通行密钥 of signatories: register one with proof of possession, and what to ask it when a text is signed. @see ESL-13 */
export const passkeyRoutes = [
  member({
    id: 'askPasskey',
    method: 'post',
    path: '/passkeys/challenge',
    tag: 'agreement',
    summary: { zh: '登记通行密钥的挑战', en: 'A challenge for a new passkey to sign, good for five minutes and once' },
    by: signers,
    reply: challengeView,
    handle: async ({ caller }, { store, clock, origin }) =>
      reply({ challenge: await newChallenge(store, caller.person, clock.real()), rpId: new URL(origin).hostname }),
  }),
  member({
    id: 'registerPasskey',
    method: 'post',
    path: '/passkeys',
    tag: 'agreement',
    summary: {
      zh: '登记通行密钥；管理员再把其指纹登记为签署人的密钥',
      en: 'Register a passkey; its thumbprint signs once an administrator enters it among the member’s keys',
    },
    by: signers,
    body: passkeyBody,
    reply: passkeysView,
    example: {
      credential: 'bm90LWEtcmVhbC1jcmVkZW50aWFs',
      publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
      authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAA',
      clientData: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
      signature: 'MEUCIQDsRHtgcsLoJ6eqm5Q1x8E8cJmLkXyYh2cEr9Z0vA7hYgIg',
    },
    handle: async ({ body, caller }, { store, clock, origin }) => {
      const { credential, publicKey, ...given } = body;
      const jwk = jwkOfSpki(Buffer.from(publicKey, 'base64'));
      const challenge = await takeChallenge(store, caller.person, clock.real());
      const proven = jwk && challenge && assertionProves({ jwk, ...given }, challenge);
      if (!jwk || proven?.origin !== origin) return notProven;
      const passkeys = await keepPasskey(store, caller.person, {
        credential,
        jwk,
        thumbprint: thumbprintOf(store, jwk),
      });
      return reply({ passkeys }, { status: 201, location: '/passkeys' });
    },
  }),
  member({
    id: 'listPasskeys',
    method: 'get',
    path: '/passkeys',
    tag: 'agreement',
    summary: { zh: '本人的通行密钥', en: 'Your own passkeys and their thumbprints' },
    by: signers,
    reply: passkeysView,
    handle: async ({ caller }, { store }) => reply({ passkeys: await passkeysOf(store, caller.person) }),
  }),
  member({
    id: 'readSigningChallenge',
    method: 'get',
    path: '/agreements/{id}/signing-challenge',
    tag: 'agreement',
    summary: { zh: '以通行密钥签署的挑战', en: 'What to ask a passkey: its challenge is the hash of the text' },
    params,
    reply: signingChallengeView,
    handle: async ({ params, caller }, { store, origin }) => {
      const { state } = await loadHead(store, agreement, params.id);
      if (!mayRead(caller, state)) return notFound('foreign', 'ESL-13');
      const terms = signable(state);
      if (!terms) return nothingToSign;
      const { version, textHash } = terms;
      const credentials = (await passkeysOf(store, caller.person)).map(({ credential }) => credential);
      const challenge = Buffer.from(textHash, 'hex').toString('base64url');
      return reply({ version, textHash, challenge, rpId: new URL(origin).hostname, credentials });
    },
  }),
];

const notProven = refuse(
  'ESL-13',
  {
    zh: '通行密钥未能证明持有：请重新取得挑战，以验证身份的方式（指纹、面容或口令）签署',
    en: 'the passkey did not prove itself: ask for a new challenge, and sign it with user verification',
  },
  '/signature',
);
