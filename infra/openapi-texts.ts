import type { JsonSchema } from '../functions/disclosure/document.ts';
import { articles } from '../shared/law/articles.ts';
import type { Text } from '../shared/law/roles.ts';

/** Bounded contexts by tag, in the words of the regulation. */
const labels: Readonly<Record<string, Text>> = {
  identity: { zh: '主体与身份', en: 'organizations and people' },
  session: { zh: '登录', en: 'sign-in' },
  token: { zh: '机器凭证', en: 'machine access' },
  catalog: { zh: '数据资源目录', en: 'catalogue' },
  registry: { zh: '资产登记', en: 'registration' },
  agreement: { zh: '授权运营协议', en: 'operation agreements' },
  plan: { zh: '实施方案', en: 'implementation plans' },
  qualification: { zh: '运营资格', en: 'qualification' },
  product: { zh: '数据产品与价格', en: 'products and prices' },
  statement: { zh: '报告、披露与会计', en: 'reports, disclosures and accounting' },
  market: { zh: '市场秩序', en: 'market order' },
  channel: { zh: '供给通道', en: 'supply channels' },
  gate: { zh: '数据供给', en: 'the data plane' },
  enforcement: { zh: '违约处置', en: 'enforcement' },
  detection: { zh: '自动告警', en: 'automatic alarms' },
  supervision: { zh: '监督与安全', en: 'supervision and security' },
  scorecard: { zh: '考核评分', en: 'scorecards' },
  credit: { zh: '信用与协同监管', en: 'credit and regulation with others' },
  disclosure: { zh: '公开', en: 'public disclosure' },
  evidence: { zh: '供给记录与证据', en: 'Delivery records and evidence' },
  deadline: { zh: '法定期限', en: 'statutory clocks' },
  notification: { zh: '通知与推送', en: 'notices and webhooks' },
  console: { zh: '工作台页面', en: 'pages of the console' },
  log: { zh: '可验证日志', en: 'verifiable log' },
};

export const labelOf = (tag: string): Text => labels[tag] ?? { zh: tag, en: tag };

export const about = [
  '公共数据授权运营与资产登记。拒绝一律为 application/problem+json，并给出所依据的条款。',
  'Authorized operation of public data. Every refusal is a problem (RFC 9457) that cites its article: open its `type`.',
  'Accept-Language 选择中文或英文 · chooses the language; ETag / If-Match 防止相互覆盖 · guard edits;',
  'Idempotency-Key 使重试无害 · makes retries harmless; cursor 翻页 · pages lists.',
].join('\n');

export const securitySchemes: Readonly<Record<string, JsonSchema>> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description:
      '登录后的会话，在 /session/start 取得（本机演示为 session）· the session of a signed-in person, from /session/start',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT (RFC 9068)',
    description:
      '机器访问令牌，在 /token 以 private_key_jwt 取得，最长 5 分钟 · access token of a machine, from /token, five minutes at most',
  },
};

const text = { type: 'string' };
const article = { type: 'string', enum: Object.keys(articles) };
const role = { type: 'object', properties: { role: text, name: text }, required: ['role', 'name'] };
const ground = {
  type: 'object',
  properties: {
    article,
    href: { type: 'string', format: 'uri-reference' },
    detail: text,
    pointer: { type: 'string', format: 'json-pointer' },
    gate: text,
    measure: text,
    liftedBy: { type: 'array', items: role },
  },
  required: ['article', 'href', 'detail'],
};

/** RFC 9457, with every ground and its article. */
export const problem: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri-reference', description: '所依据条款的页面 · page of the article' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    article,
    grounds: { type: 'array', items: ground },
    reference: { type: 'string', description: '报修编号 · quote it when you report a failure' },
  },
  required: ['type', 'title', 'status', 'article', 'grounds'],
};
