import { isArticleId } from '../law/articles/titles.ts';
import { dutyFor } from '../law/duties.ts';
import { localDate } from '../law/time.ts';
import type { Envelope, Refusal, Rule } from './decision.ts';

/**
 * Why a department has no say here: it acts as a competent department alone, and a ground that it names belongs to
 * another's field 各有关部门在各自职责范围内. The data authority, the security organs and whoever reports are not limited; one with no
 * recorded field has none. @see DZ-43, LOCAL-64
 */
export function outsideDuty(rule: Rule, command: Envelope): Refusal | undefined {
  const { actor, at } = command;
  const held = actor.roles.filter((role) => rule.by.includes(role));
  if (held.some((role) => role !== 'competent-department')) return undefined;
  const foreign = groundsIn(command).filter(({ article }) => {
    const duty = dutyFor(article, localDate(at));
    return duty !== undefined && !actor.duties?.includes(duty);
  });
  if (foreign.length === 0) return undefined;
  return { refused: 'role', grounds: foreign.map(({ pointer }) => ({ article: 'DZ-43', pointer, detail })) };
}

const detail = {
  zh: '该依据不在本单位登记的职责范围内（LOCAL-64），请移送',
  en: 'this ground is no recorded duty of this department (LOCAL-64): refer it',
};

/** The articles that a command gives as its grounds: its own, those of its notice, and those of each measure. */
function groundsIn(command: object) {
  // A measure that is lifted is named by its id: it brings no ground.
  const one = (value: unknown, pointer: string) => {
    const article = typeof value === 'object' && value !== null && 'article' in value ? value.article : undefined;
    return typeof article === 'string' && isArticleId(article) ? [{ article, pointer: `${pointer}/article` }] : [];
  };
  const each = (list: unknown, pointer: string) =>
    Array.isArray(list) ? list.flatMap((value: unknown, index) => one(value, `${pointer}/${index}`)) : [];
  return [
    ...one(command, ''),
    ...('grounds' in command ? each(command.grounds, '/grounds') : []),
    ...('measures' in command ? each(command.measures, '/measures') : []),
  ];
}
