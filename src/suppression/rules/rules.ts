import type { Rule } from '../rule.js';
import { complaint } from './complaint.js';
import { dataUse } from './data-use.js';
import { devicePush } from './device-push.js';
import { erased } from './erased.js';
import { frequencyCap } from './frequency-cap.js';
import { globalPrivacyControl } from './global-privacy-control.js';
import { hardBounce } from './hard-bounce.js';
import { identifier } from './identifier.js';
import { noGround } from './no-ground.js';
import {
  objectionDirectMarketing,
  objectionListingTransfer,
  objectionProfiling,
  objectionPurpose,
} from './objections.js';
import { channelOptOut, topicOptOut } from './opt-outs.js';
import { platformOptOut } from './platform-opt-out.js';
import { priorConsent } from './prior-consent.js';
import { ageUnknown, controlGroup, deceased, minor, protectedIdentity, unknownCountry } from './profile-state.js';
import { quietHours } from './quiet-hours.js';
import { register } from './register.js';
import { restriction } from './restriction.js';
import { softBounces } from './soft-bounces.js';
import { sunset } from './sunset.js';
import { transferRegion } from './transfer-region.js';
import { unreadable } from './unreadable.js';

/** Every rule. To add one: write its file, add its line. The order means nothing; reasons are ranked by their table. */
export const rules: readonly Rule[] = [
  unknownCountry,
  unreadable,
  dataUse,
  deceased,
  protectedIdentity,
  erased,
  restriction,
  minor,
  ageUnknown,
  objectionDirectMarketing,
  objectionProfiling,
  objectionPurpose,
  objectionListingTransfer,
  channelOptOut,
  topicOptOut,
  complaint,
  devicePush,
  platformOptOut,
  globalPrivacyControl,
  identifier,
  noGround,
  priorConsent,
  register,
  transferRegion,
  hardBounce,
  softBounces,
  quietHours,
  frequencyCap,
  sunset,
  controlGroup,
];
