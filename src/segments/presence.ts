import { sql } from '../sql/fragment.js';
import type { ConditionKind, ConditionNode } from './condition.js';
import {
  isTargetingField,
  profileColumn,
  profileField,
  profileReader,
  profileValue,
  showValue,
  unknownField,
} from './profile-field.js';

/** Whether a profile field says anything. Empty text is missing. */
export interface PresenceNode extends ConditionNode {
  readonly kind: 'presence';
  readonly field: string;
  readonly is: 'present' | 'missing';
}

export const presence: ConditionKind<PresenceNode> = {
  kind: 'presence',
  parts: () => [],
  validate: ({ field }, { attributes }, at) =>
    profileField(field, attributes) === undefined ? [unknownField(field, attributes, `${at}.field`)] : [],
  reads: () => [],
  targets: ({ field }) => isTargetingField(field),
  evaluate: ({ field, is }, person) => (profileValue(person, field) !== undefined) === (is === 'present'),
  prepare: ({ field, is }) => {
    const read = profileReader(field);
    const wanted = is === 'present';
    return ({ profile }) => (read(profile) !== undefined) === wanted;
  },
  saw: ({ field }, person) => showValue(profileValue(person, field)),
  compile: ({ field, is }, ask) => {
    const column = ask.profile(profileColumn(field));
    return is === 'present' ? sql`(${column} is not null)` : sql`(${column} is null)`;
  },
  describe: ({ field, is }) => `${field} is ${is}`,
};
