import * as z from 'zod';
import type { ArticleId } from '../law/articles/titles.ts';
import type { Ground } from './decision.ts';

/** A hundred billion yuan: far beyond any agreement, far below where whole numbers end. */
export const MAX_FEN = 10_000_000_000_000;

/** Money in whole 分, never a fraction and never below zero. */
export const fen = z.int().min(0).max(MAX_FEN);

/** Why a number is no amount of money: told with an article, because a fraction is a wrong price and no typing error. */
export function notFen(amount: number, pointer: string, article: ArticleId = 'PRICE'): readonly Ground[] {
  if (fen.safeParse(amount).success) return [];
  const detail = {
    zh: '金额以分为单位，须为不小于零的整数',
    en: 'an amount is a whole number of 分, zero or more',
  };
  return [{ article, detail, pointer }];
}

/** 分 as 元 with two decimals, exactly. */
export const yuan = (amount: number): string => `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
