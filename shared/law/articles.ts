import type { Article, Rule } from './articles/article.ts';
import { dzCirculation } from './articles/dz-circulation.ts';
import { dzResources } from './articles/dz-resources.ts';
import { dzUse } from './articles/dz-use.ts';
import { laws } from './articles/laws.ts';
import { own } from './articles/own.ts';
import { registrationAndOperation } from './articles/registration-operation.ts';
import { type ArticleId, isArticleId, titles } from './articles/titles.ts';

/** What each rule of the table of contents says; a title without a rule, or a rule without a title, does not compile. */
const rules: Readonly<Record<ArticleId, Rule>> = {
  ...dzResources,
  ...dzCirculation,
  ...dzUse,
  ...registrationAndOperation,
  ...laws,
  ...own,
};

/** Every rule as the system carries it out, in the order of the table of contents. `npm run law -- <id>` shows where it lives. */
export const articles = Object.fromEntries(
  Object.keys(titles)
    .filter(isArticleId)
    .map((id): [ArticleId, Article] => [id, { title: titles[id], ...rules[id] }]),
) as Readonly<Record<ArticleId, Article>>; // fromEntries forgets that every id is there
