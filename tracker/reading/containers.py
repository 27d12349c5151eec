"""Where content management systems of government sites put the article, and what belongs to no article: data."""

from __future__ import annotations

import re

ARTICLE_CLASSES = frozenset(
    {
        "trs_editor",
        "trs_uedit",
        "view",
        "trs_preappend",
        "pages_content",
        "article-content",
        "article_content",
        "article-body",
        "articlecontent",
        "article_con",
        "article-con",
        "bt-content",
        "con_text",
        "conttext",
        "content_text",
        "detail-content",
        "detail_content",
        "info_content",
        "main-txt",
        "news_content",
        "newscontent",
        "news_text",
        "ntextcontent",
        "rich_media_content",
        "text-content",
        "txt_content",
        "ue_table",
        "v_news_content",
        "wp_articlecontent",
        "xxgk_content",
        "zwgk_content",
        "zoom",
        "mw-parser-output",
    }
)
"""Classes of the element that holds an article, in lower case."""

ARTICLE_IDS = frozenset(
    {
        "zoom",
        "ucap-content",
        "zoomcon",
        "fontzoom",
        "articlecontent",
        "article_content",
        "article-content",
        "artcontent",
        "content_body",
        "con_text",
        "detail_content",
        "doccontent",
        "info_content",
        "js_content",
        "mainbody",
        "newscontent",
        "news_content",
        "rwb_zw",
        "textbox",
        "texttext",
        "txtcontent",
        "vsb_content",
        "vsb_content_2",
        "xxgk_content",
        "printcontent",
    }
)
"""Ids of the element that holds an article, in lower case."""

TITLE_METAS = ("articletitle", "og:title", "title")
"""Names of meta elements that give the title of the article, best first."""

DATE_METAS = ("pubdate", "publishdate", "article:published_time")
"""Names of meta elements that give the day of publication, best first."""

SITE_LINE = re.compile(
    "上一篇|下一篇|上一条|下一条|版权所有|ICP备|公网安备|网站标识码|技术支持|分享到|打印本页|关闭窗口|您的位置|当前位置|Copyright"
)
"""What stands on lines around an article that belong to the site."""

LEFT_OUT = frozenset(
    {
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "frameset",
        "head",
        "iframe",
        "math",
        "nav",
        "noframes",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "rp",
        "rt",
    }
)
"""Elements that a reader does not see as text of the page."""

BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
"""Elements that stand on lines of their own."""
