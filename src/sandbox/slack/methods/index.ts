import { appsConnectionsOpen } from './apps-connections-open.ts';
import { authTest } from './auth-test.ts';
import { botsOne } from './bots-one.ts';
import { canvasesAccessSet } from './canvases-access-set.ts';
import { canvasesCreate } from './canvases-create.ts';
import { chatDelete } from './chat-delete.ts';
import { chatGetPermalink } from './chat-get-permalink.ts';
import { chatPostEphemeral } from './chat-post-ephemeral.ts';
import { chatPostMessage } from './chat-post-message.ts';
import { chatUpdate } from './chat-update.ts';
import { conversationsHistory } from './conversations-history.ts';
import { conversationsJoin } from './conversations-join.ts';
import { conversationsList } from './conversations-list.ts';
import { conversationsMembers } from './conversations-members.ts';
import { conversationsOne } from './conversations-one.ts';
import { conversationsOpen } from './conversations-open.ts';
import { conversationsReplies } from './conversations-replies.ts';
import { filesCompleteUploadExternal } from './files-complete-upload-external.ts';
import { filesGetUploadUrlExternal } from './files-get-upload-url-external.ts';
import type { Method } from './method.ts';
import { reactionsAdd } from './reactions-add.ts';
import { usergroupsList } from './usergroups-list.ts';
import { usergroupsUsersList } from './usergroups-users-list.ts';
import { usersConversations } from './users-conversations.ts';
import { usersList } from './users-list.ts';
import { usersOne } from './users-one.ts';
import { viewsOpen } from './views-open.ts';
import { viewsPublish } from './views-publish.ts';
import { viewsPush } from './views-push.ts';
import { viewsUpdate } from './views-update.ts';

/** The Web API of the local Slack: a method is one file and one line here. */
export const methods: readonly Method[] = [
  appsConnectionsOpen,
  authTest,
  botsOne,
  canvasesAccessSet,
  canvasesCreate,
  chatDelete,
  chatGetPermalink,
  chatPostEphemeral,
  chatPostMessage,
  chatUpdate,
  conversationsHistory,
  conversationsJoin,
  conversationsList,
  conversationsMembers,
  conversationsOne,
  conversationsOpen,
  conversationsReplies,
  filesCompleteUploadExternal,
  filesGetUploadUrlExternal,
  reactionsAdd,
  usergroupsList,
  usergroupsUsersList,
  usersConversations,
  usersList,
  usersOne,
  viewsOpen,
  viewsPublish,
  viewsPush,
  viewsUpdate,
];
