/**
 * What these pages cannot do without a script: ask the browser for a passkey. It speaks to our own API alone, and shows
 * what went wrong in the place for it. Words come from the page (`data-…`), so that none stands here. @see WebAuthn §5.1
 */
export const script = `
const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const decode = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
const said = document.querySelector('#said');
const words = said.dataset;
const language = document.documentElement.lang;

async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', 'accept-language': language, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title);
  return answer;
}

async function assertion({ challenge, rpId }, credentials) {
  const { id, response } = await navigator.credentials.get({
    publicKey: {
      challenge: decode(challenge),
      rpId,
      allowCredentials: credentials.map((one) => ({ type: 'public-key', id: decode(one) })),
      userVerification: 'required',
    },
  });
  return {
    credential: id,
    authenticatorData: encode(response.authenticatorData),
    clientData: encode(response.clientDataJSON),
    signature: encode(response.signature),
  };
}

const tasks = {
  async create({ person, name }) {
    const asked = await ask('POST', '/passkeys/challenge', {});
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: decode(asked.challenge),
        rp: { id: asked.rpId, name: document.title },
        user: { id: new TextEncoder().encode(person), name, displayName: name },
        pubKeyCredParams: [{ type: 'public-key', alg: -8 }, { type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
      },
    });
    const publicKey = btoa(String.fromCharCode(...new Uint8Array(made.response.getPublicKey())));
    await ask('POST', '/passkeys', { ...(await assertion(asked, [made.id])), publicKey });
  },
  async sign({ agreement, hash }, form) {
    const asked = await ask('GET', '/agreements/' + agreement + '/signing-challenge');
    // What was read on this page, or nothing is signed.
    if (asked.textHash !== hash) throw new Error(words.changed);
    if (asked.credentials.length === 0) throw new Error(words.none);
    const given = new FormData(form);
    await ask('POST', '/agreements/' + agreement + '/signatures', {
      side: given.get('side'),
      authority: { kind: given.get('kind'), document: { text: given.get('document') } },
      electronic: given.get('electronic') === 'true',
      textHash: hash,
      passkey: await assertion(asked, asked.credentials),
    });
  },
};

for (const form of document.querySelectorAll('form[data-task]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    said.textContent = words.waiting;
    try {
      await tasks[form.dataset.task](form.dataset, form);
      location.reload();
    } catch (error) {
      said.textContent = error.name === 'NotAllowedError' ? words.cancelled : error.name === 'SecurityError' ? words.address : error.message;
      button.disabled = false;
    }
  });
}
`;
