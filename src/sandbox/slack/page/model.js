/**
 * What the local Slack's control API says, as types. Nothing runs here: other files take these
 * names with `@import`, so the browser never loads this file.
 *
 * @import {Block} from './blocks/block-kit.js'
 * @import {TextObject} from './blocks/block-kit.js'
 */

/**
 * @typedef {{
 *   readonly id: string, readonly name: string, readonly real_name: string, readonly title?: string,
 *   readonly is_bot?: boolean, readonly deleted?: boolean, readonly is_restricted?: boolean,
 *   readonly is_stranger?: boolean, readonly color?: string,
 * }} Person
 */

/**
 * @typedef {{
 *   readonly id: string, readonly name: string, readonly topic?: string,
 *   readonly is_private?: boolean, readonly is_archived?: boolean, readonly is_ext_shared?: boolean,
 *   readonly is_im?: boolean, readonly members: readonly string[],
 * }} Channel
 */

/**
 * @typedef {{
 *   readonly command: string, readonly usage_hint?: string, readonly description?: string,
 * }} SlashCommand
 */

/**
 * @typedef {{
 *   readonly team: { readonly id: string, readonly name: string, readonly domain?: string },
 *   readonly users: readonly Person[],
 *   readonly channels: readonly Channel[],
 *   readonly commands: readonly SlashCommand[],
 *   readonly message_shortcuts: readonly { readonly callback_id: string, readonly name: string }[],
 *   readonly app: { readonly name: string, readonly user_id: string, readonly app_id: string },
 * }} Workspace
 */

/** @typedef {{ readonly code: string, readonly left_ms: number, readonly lasts_ms: number }} ShownCode */

/**
 * @typedef {{
 *   readonly color?: string, readonly blocks?: readonly Block[], readonly text?: string,
 *   readonly fallback?: string, readonly pretext?: string, readonly title?: string,
 *   readonly title_link?: string, readonly footer?: string,
 *   readonly fields?: readonly { readonly title?: string, readonly value?: string }[],
 * }} Attachment
 */

/**
 * @typedef {{
 *   readonly ts: string, readonly thread_ts?: string | null, readonly user?: string,
 *   readonly bot?: unknown, readonly text?: string, readonly blocks?: readonly Block[] | null,
 *   readonly attachments?: readonly Attachment[] | null, readonly ephemeral_to?: string | null,
 *   readonly edited?: unknown, readonly reply_count?: number, readonly subtype?: string,
 *   readonly reply_broadcast?: boolean,
 *   readonly reactions?: readonly { readonly name: string, readonly users: readonly string[] }[],
 * }} Message
 */

/**
 * @typedef {{
 *   readonly id: string, readonly type?: string, readonly title?: TextObject,
 *   readonly blocks: readonly Block[], readonly submit?: TextObject | null,
 *   readonly close?: TextObject | null, readonly hash?: string,
 * }} View
 */

/**
 * @typedef {{
 *   readonly type: 'message' | 'changed' | 'deleted' | 'view' | 'view_closed' | 'home' | 'channel'
 *     | 'reset',
 *   readonly channel?: string, readonly message?: Message, readonly view?: View,
 *   readonly user?: string,
 * }} LiveEvent
 */

/** @typedef {{ readonly kind: 'channel', readonly id: string } | { readonly kind: 'home' }} Place */

/** @typedef {{ readonly count: number, readonly mentions: number }} Unread */

/** @typedef {'connecting' | 'live' | 'reconnecting'} Connection */

/**
 * Everything the page shows. It is rebuilt from the server; nothing here is a source of truth.
 * `home` is undefined until the server was asked, and null when the app has published none.
 *
 * @typedef {{
 *   readonly workspace: Workspace, readonly me: string, readonly place: Place,
 *   readonly messages: ReadonlyMap<string, readonly Message[]>,
 *   readonly unread: ReadonlyMap<string, Unread>, readonly homeUnread: boolean,
 *   readonly threadTs: string | null, readonly home: View | null | undefined,
 *   readonly views: readonly View[], readonly connection: Connection,
 *   readonly drawerOpen: boolean,
 * }} PageState
 */

export {};
