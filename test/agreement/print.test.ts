import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { printable } from '../../functions/agreement/print.ts';
import { agreement } from '../../shared/domain/agreement.ts';
import { draftAgreement, proposeAgreement, signAs } from '../domain/examples.ts';
import { given, hashOf } from '../domain/given.ts';

const { state } = given(agreement).and(draftAgreement, proposeAgreement, signAs('operator'));
if (state.status !== 'partly-signed') throw new Error('one side has signed');
const text = ['公共数据授权运营协议', '气象协议', '', '一、数据资源', '　目录：', '　　一、<b>见</b>目录', ''].join(
  '\n',
);
const page = async (terms = state.terms) => {
  const response = await printable(text, terms, state);
  return { html: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
};

test('what a clause says is neither a heading nor markup; who signed this text stands below, and the room for who has not', async () => {
  const { html } = await page();
  expect(html.match(/<h2>一、[^<]*/g)).toEqual(['<h2>一、数据资源']);
  expect(html).toContain('<p class="text">一、&lt;b&gt;见&lt;/b&gt;目录</p>');
  expect(html).toContain('密钥签名（JWS）签署');
  expect(html.match(/（签章）/g)).toHaveLength(1);
});

test('a signature over another text is not shown under this one', async () => {
  const { html } = await page({ ...state.terms, textHash: hashOf('e') });
  expect(html.match(/（签章）/g)).toHaveLength(2);
});

test('the page runs nothing and loads nothing: its one style sheet is named by hash', async () => {
  const { html, policy } = await page();
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script|src=|href=/);
});
