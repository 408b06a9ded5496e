import { commandsOn } from '../../shared/command.ts';
import { type CaseCommand, type CaseEvent, violation } from '../../shared/domain/case.ts';
import type { Case } from '../../shared/domain/case-schema.ts';
import { execution } from './execution.ts';
import { measureReads } from './measure-reads.ts';
import { process } from './process.ts';
import { caseReads } from './reads.ts';
import { caseView } from './schema.ts';
import type { EnforcementService } from './service.ts';
import { viewOf } from './views.ts';

/** The commands of a case, in the shape that both halves of the procedure share. */
export const command = commandsOn<Case, CaseCommand, CaseEvent, EnforcementService>(violation, {
  tag: 'enforcement',
  base: '/cases',
  view: (_, one) => viewOf(one),
  replyShape: caseView,
});
export type CaseCommandRoute = typeof command;

/** Case handling 违约处置 (DZ-43): the procedure, its measures, and what they reach. */
export const routes = [...process(command), ...execution(command), ...caseReads, ...measureReads];
