/**
 * The part of Block Kit this page draws, as types. Nothing runs here. A payload may still hold a
 * type that is not listed: the switches that draw it answer those with a visible placeholder.
 */

/**
 * @typedef {{
 *   readonly type: 'plain_text' | 'mrkdwn', readonly text: string, readonly emoji?: boolean,
 *   readonly verbatim?: boolean,
 * }} TextObject
 */

/**
 * @typedef {{
 *   readonly text: TextObject, readonly value?: string, readonly description?: TextObject,
 *   readonly url?: string,
 * }} Option
 */

/** @typedef {{ readonly label: TextObject, readonly options: readonly Option[] }} OptionGroup */

/**
 * @typedef {{
 *   readonly title?: TextObject, readonly text: TextObject, readonly confirm?: TextObject,
 *   readonly deny?: TextObject, readonly style?: 'primary' | 'danger',
 * }} Confirm
 */

/**
 * @typedef {{
 *   readonly type: 'button', readonly action_id?: string, readonly text: TextObject,
 *   readonly value?: string, readonly url?: string, readonly style?: 'primary' | 'danger',
 *   readonly confirm?: Confirm, readonly accessibility_label?: string,
 * }} ButtonElement
 */

/**
 * @typedef {{
 *   readonly type: 'overflow', readonly action_id?: string, readonly options: readonly Option[],
 *   readonly confirm?: Confirm,
 * }} OverflowElement
 */

/**
 * @typedef {{
 *   readonly type: 'static_select', readonly action_id?: string, readonly placeholder?: TextObject,
 *   readonly options?: readonly Option[], readonly option_groups?: readonly OptionGroup[],
 *   readonly initial_option?: Option, readonly confirm?: Confirm,
 * }} StaticSelectElement
 */

/**
 * @typedef {{
 *   readonly type: 'users_select', readonly action_id?: string, readonly placeholder?: TextObject,
 *   readonly initial_user?: string, readonly confirm?: Confirm,
 * }} UsersSelectElement
 */

/**
 * @typedef {{
 *   readonly type: 'datepicker' | 'timepicker', readonly action_id?: string,
 *   readonly placeholder?: TextObject, readonly initial_date?: string,
 *   readonly initial_time?: string, readonly confirm?: Confirm,
 * }} DateElement
 */

/**
 * @typedef {{
 *   readonly type: 'radio_buttons' | 'checkboxes', readonly action_id?: string,
 *   readonly options: readonly Option[], readonly initial_option?: Option,
 *   readonly initial_options?: readonly Option[], readonly confirm?: Confirm,
 * }} ChoicesElement
 */

/**
 * @typedef {{
 *   readonly type: 'plain_text_input' | 'number_input' | 'email_text_input' | 'url_text_input',
 *   readonly action_id?: string, readonly placeholder?: TextObject, readonly multiline?: boolean,
 *   readonly initial_value?: string, readonly max_length?: number, readonly min_length?: number,
 *   readonly focus_on_load?: boolean, readonly confirm?: Confirm,
 * }} TextInputElement
 */

/**
 * @typedef {{
 *   readonly type: 'image', readonly image_url?: string, readonly alt_text?: string,
 *   readonly slack_file?: { readonly id?: string },
 * }} ImageElement
 */

/**
 * @typedef {StaticSelectElement | UsersSelectElement | DateElement | ChoicesElement
 *   | TextInputElement} ControlElement
 */

/**
 * @typedef {ButtonElement | OverflowElement | ImageElement | ControlElement} BlockElement
 */

/**
 * @typedef {{
 *   readonly bold?: boolean, readonly italic?: boolean, readonly strike?: boolean,
 *   readonly code?: boolean,
 * }} RichStyle
 */

/**
 * @typedef {{
 *   readonly type: 'text' | 'link' | 'user' | 'usergroup' | 'channel' | 'emoji' | 'broadcast'
 *     | 'date' | 'color',
 *   readonly text?: string, readonly url?: string, readonly user_id?: string,
 *   readonly usergroup_id?: string, readonly channel_id?: string, readonly name?: string,
 *   readonly range?: string, readonly timestamp?: number, readonly format?: string,
 *   readonly fallback?: string, readonly value?: string, readonly style?: RichStyle,
 * }} RichInline
 */

/**
 * @typedef {{
 *   readonly type: 'rich_text_section' | 'rich_text_quote' | 'rich_text_preformatted',
 *   readonly elements: readonly RichInline[],
 * }} RichSection
 */

/**
 * @typedef {{
 *   readonly type: 'rich_text_list', readonly style?: 'bullet' | 'ordered',
 *   readonly indent?: number, readonly offset?: number, readonly elements: readonly RichSection[],
 * }} RichList
 */

/**
 * @typedef {{
 *   readonly type: 'rich_text', readonly block_id?: string,
 *   readonly elements: readonly (RichSection | RichList)[],
 * }} RichTextBlock
 */

/** @typedef {{ readonly type: 'raw_text', readonly text: string }} RawTextCell */
/** @typedef {{ readonly type: 'raw_number', readonly value: number, readonly text?: string }} RawNumberCell */
/** @typedef {RawTextCell | RawNumberCell | RichTextBlock} TableCell */

/**
 * @typedef {{
 *   readonly type: 'table' | 'data_table', readonly block_id?: string, readonly caption?: string,
 *   readonly rows: readonly (readonly TableCell[])[],
 *   readonly column_settings?: readonly ({ readonly align?: 'left' | 'center' | 'right' } | null)[],
 * }} TableBlock
 */

/** @typedef {{ readonly type: 'header', readonly block_id?: string, readonly text: TextObject }} HeaderBlock */
/** @typedef {{ readonly type: 'divider', readonly block_id?: string }} DividerBlock */
/** @typedef {{ readonly type: 'markdown', readonly block_id?: string, readonly text: string }} MarkdownBlock */

/**
 * @typedef {{
 *   readonly type: 'alert', readonly block_id?: string, readonly text: TextObject,
 *   readonly level?: string,
 * }} AlertBlock
 */

/**
 * @typedef {{
 *   readonly type: 'section', readonly block_id?: string, readonly text?: TextObject,
 *   readonly fields?: readonly TextObject[], readonly accessory?: BlockElement,
 * }} SectionBlock
 */

/**
 * @typedef {{
 *   readonly type: 'context', readonly block_id?: string,
 *   readonly elements: readonly (TextObject | ImageElement)[],
 * }} ContextBlock
 */

/**
 * @typedef {{
 *   readonly type: 'actions', readonly block_id?: string, readonly elements: readonly BlockElement[],
 * }} ActionsBlock
 */

/**
 * @typedef {{
 *   readonly type: 'image', readonly block_id?: string, readonly image_url?: string,
 *   readonly slack_file?: { readonly id?: string },
 *   readonly alt_text?: string, readonly title?: TextObject,
 * }} ImageBlock
 */

/**
 * @typedef {{
 *   readonly type: 'input', readonly block_id?: string, readonly label: TextObject,
 *   readonly element: ControlElement, readonly hint?: TextObject, readonly optional?: boolean,
 *   readonly dispatch_action?: boolean,
 * }} InputBlock
 */

/**
 * @typedef {HeaderBlock | SectionBlock | ContextBlock | DividerBlock | ActionsBlock | ImageBlock
 *   | InputBlock | RichTextBlock | TableBlock | MarkdownBlock | AlertBlock} Block
 */

export {};
