import { page, type Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import { homeStyle } from './style.ts';

/** Front page 首页: what this is, and where everything public stands. */
export const homePage = (reader: Reader): Promise<Response> =>
  page(reader, {
    title: { zh: '数契 · 公共数据授权运营与资产登记', en: 'Shuqi · authorized operation of public data' },
    maxAge: 3_600,
    css: homeStyle,
    children: <Home {...reader} />,
  });

function Home({ language }: Reader) {
  return (
    <>
      <div class="hero">
        <h1>{words.title[language]}</h1>
        <p class="lead">{words.lead[language]}</p>
      </div>
      <ul class="doors">
        {doors.map(([href, name, says]) => (
          <li>
            <a href={href}>
              <strong>{name[language]}</strong>
              <span>{says[language]}</span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{words.promises[language]}</h2>
      <dl class="facts">
        {promises.map(([name, says]) => (
          <div>
            <dt>{name[language]}</dt>
            <dd>{says[language]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const words = {
  title: { zh: '公共数据，约定可查，收回有效', en: 'Public data, by agreement, and revocable' },
  lead: {
    zh: '这里登记公共数据资源和产品，签署授权运营协议，供给数据，并在违约时收回。每一步都注明依据的条款，并写入任何人可以验证的日志。',
    en: 'Public data resources and products are registered here, operation agreements signed, data supplied, and taken back on breach. Each step cites its article and enters a log that anyone can verify.',
  },
  promises: { zh: '您可以要求我们做到', en: 'What you may hold us to' },
} as const satisfies Record<string, Text>;

const doors: readonly (readonly [string, Text, Text])[] = [
  [
    '/catalog',
    { zh: '开放目录', en: 'Open catalogue' },
    { zh: '已发布并可开放的数据资源，无需登录。', en: 'Published data resources that are open, without an account.' },
  ],
  [
    '/market',
    { zh: '数据产品', en: 'Data products' },
    {
      zh: '已上架的数据产品：由谁运营、价格、有效期、能否使用，以及各方的年度信息披露。',
      en: 'Listed data products: who operates them, price, validity, whether they are on sale; and the yearly disclosures.',
    },
  ],
  [
    '/notices',
    { zh: '登记公示', en: 'Notices' },
    {
      zh: '正在公示的资产登记，公示期内可提出异议。',
      en: 'Registrations in public notice; objections are possible meanwhile.',
    },
  ],
  [
    '/registry',
    { zh: '登记查询', en: 'Register' },
    {
      zh: '已赋码的数据资源和产品，凭编号核验凭证。',
      en: 'Registered resources and products; check a record by its number.',
    },
  ],
  [
    '/law',
    { zh: '规则', en: 'Rules' },
    {
      zh: '系统执行的每一条规则：说什么、出自哪里、由谁办理、期限多长。',
      en: 'Every rule carried out here: what it says, where it comes from, who acts, and by when.',
    },
  ],
  [
    '/api',
    { zh: '接口', en: 'API' },
    {
      zh: '每个接口由谁调用、依据哪一条、需要什么、如何试用。',
      en: 'Who may call each route, under which article, with what, and how to try it.',
    },
  ],
  [
    '/log/checkpoint',
    { zh: '日志检查点', en: 'Log checkpoint' },
    {
      zh: '可验证日志的最新签名，供您离线核对。',
      en: 'The latest signed state of the verifiable log, for your own checks.',
    },
  ],
  [
    '/session/start?to=/inbox',
    { zh: '登录办理', en: 'Sign in' },
    {
      zh: '数源单位、主管部门、运营单位等经统一身份认证办理业务。',
      en: 'Units, authorities and operators sign in to act.',
    },
  ],
];

const promises: readonly (readonly [Text, Text])[] = [
  [
    { zh: '收回立即生效', en: 'Revocation is real' },
    {
      zh: '措施提交之后的请求一律拒绝，进行中的供给在两秒内停止读取。',
      en: 'Requests after the commit are refused; a running delivery reads nothing later than two seconds on.',
    },
  ],
  [
    { zh: '拒绝说明理由', en: 'A refusal gives its reason' },
    { zh: '每次拒绝都给出条款、原因和由谁解除。', en: 'Each one names the article, the reason, and who can lift it.' },
  ],
  [
    { zh: '不遗漏、不静默', en: 'Nothing is lost or silent' },
    {
      zh: '每个事件都是公开签名日志中的一片叶子，事后无法改写。',
      en: 'Every event is a leaf of a public signed log and cannot be rewritten later.',
    },
  ],
  [
    { zh: '查不清就不放行', en: 'In doubt, closed' },
    {
      zh: '读不到状态时拒绝供给；未确认的措施不显示为已关闭。',
      en: 'If the state cannot be read, nothing is supplied; what is not confirmed is not called closed.',
    },
  ],
];
