import type { Article } from './articles/article.ts';
import { dzCirculation } from './articles/dz-circulation.ts';
import { dzResources } from './articles/dz-resources.ts';
import { dzUse } from './articles/dz-use.ts';
import { laws } from './articles/laws.ts';
import { own } from './articles/own.ts';
import { registrationAndOperation } from './articles/registration-operation.ts';

/** Every rule that a refusal can cite, by its id: `DZ-43`, `REG-12`, `POLICY-3`. `npm run law -- <id>` shows where it lives. */
export const articles = {
  ...dzResources,
  ...dzCirculation,
  ...dzUse,
  ...registrationAndOperation,
  ...laws,
  ...own,
} satisfies Record<string, Article>;

export type ArticleId = keyof typeof articles;

export const isArticleId = (text: string): text is ArticleId => Object.hasOwn(articles, text);
