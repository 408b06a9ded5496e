// 取数示例（Node.js 20，无需安装任何包）· A client of a supply channel, in full:
//   node fetch.mjs ORIGIN ORGANIZATION CHANNEL KEY.pem [PURPOSE] > data.csv     --token instead of PURPOSE: only a token
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [origin, organization, channel, file, purpose = ''] = process.argv.slice(2);
const told = async (coming) => {
  const answer = await coming;
  if (answer.ok) return answer;
  console.error(answer.status, await answer.text());
  process.exit(1);
};

// 一、以私钥断言换取五分钟的令牌 · An assertion signed with our Ed25519 key, for a token of five minutes (RFC 7523).
const key = createPrivateKey(readFileSync(file));
const { crv, kty, x } = createPublicKey(key).export({ format: 'jwk' });
const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [iat, aud] = [Math.floor(Date.now() / 1000), `${origin}/token`];
const claims = { iss: organization, sub: organization, aud, iat, exp: iat + 50, jti: randomUUID() };
const input = `${part({ alg: 'EdDSA', kid, typ: 'JWT' })}.${part(claims)}`;
const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const client_assertion = `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
const form = { grant_type: 'client_credentials', client_assertion_type, client_assertion, scope: `channel:${channel}` };
const granted = await told(fetch(aud, { method: 'POST', body: new URLSearchParams(form) }));
const token = (await granted.json()).access_token;
if (purpose === '--token') process.exit(console.log(token));

// 二、声明用途，流式取数 · The data in one stream, for the purpose that was agreed.
const headers = { authorization: `Bearer ${token}`, purpose: encodeURIComponent(purpose) };
const data = await told(fetch(`${origin}/channels/${channel}/data?stream=true`, { headers }));
const digest = createHash('sha256');
const write = (chunk) => digest.update(chunk) && process.stdout.write(chunk);
await data.body.pipeTo(new WritableStream({ write })).catch(() => {}); // A cut breaks the connection: see below.

// 三、问清是否完整 · Whether that was all of it, told by the record and its digest; if not, why.
const record = `${origin}/deliveries/${data.headers.get('shuqi-delivery')}?channel=${channel}`;
const view = await (await told(fetch(record, { headers }))).json();
console.error(view.completeness, view.explained.zh, view.explained.en);
process.exitCode = view.completeness === 'complete' && view.digest === digest.digest('hex') ? 0 : 1;
