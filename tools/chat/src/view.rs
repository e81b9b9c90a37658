//! How the client looks: what was said, who is here, where we are, what is being written.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line as Styled, Span};
use ratatui::widgets::{Block, Borders, Paragraph};

use crate::app::{App, OWN, Phase};
use crate::line::Line;
use crate::palette::Palette;
use crate::pane::{INDENT, Row};

/// From this width on there is space for the side bar.
const WIDE: u16 = 60;
/// The side bar: a border, a blank, and the longest name.
const SIDE: u16 = 22;

/// Draws everything. The pane learns its size here, since only the frame knows it.
pub fn draw(app: &mut App, frame: &mut Frame) {
    let rows = [Constraint::Fill(1), Constraint::Length(1), Constraint::Length(1)];
    let [mut pane, status, input] = Layout::vertical(rows).areas(frame.area());
    if frame.area().width >= WIDE {
        let columns = [Constraint::Fill(1), Constraint::Length(SIDE)];
        let [left, side] = Layout::horizontal(columns).areas(pane);
        draw_side(app, frame, side);
        pane = left;
    }
    app.pane.resize(usize::from(pane.width), usize::from(pane.height));
    let rows = app.pane.rows();
    let lines: Vec<Styled> = rows.iter().map(|row| styled(row, app.palette)).collect();
    // Few lines stand at the bottom, next to where the user writes.
    let empty = pane.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    let filled = Rect { y: pane.y + empty, height: pane.height - empty, ..pane };
    frame.render_widget(Paragraph::new(lines), filled);
    draw_status(app, frame, status);
    draw_input(app, frame, input);
}

fn draw_side(app: &App, frame: &mut Frame, area: Rect) {
    let block = Block::new().borders(Borders::LEFT);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let presence = &app.presence;
    let count = presence.users.len() + presence.unnamed;
    let title = presence.room.as_ref().map(|room| format!(" #{room} ({count})"));
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut lines: Vec<Styled> =
        title.map(|title| Styled::styled(title, bold)).into_iter().collect();
    let space = usize::from(inner.height).saturating_sub(lines.len());
    // The last row tells of those that do not fit.
    let fits = presence.unnamed == 0 && presence.users.len() <= space;
    let named = if fits { space } else { space.saturating_sub(1) };
    for user in presence.users.iter().take(named) {
        lines.push(Styled::from(vec![Span::raw(" "), Span::styled(user, app.palette.name(user))]));
    }
    if !fits {
        lines.push(Styled::raw(format!(" and {} more", count - named.min(presence.users.len()))));
    }
    frame.render_widget(Paragraph::new(lines), inner);
}

fn draw_status(app: &App, frame: &mut Frame, area: Rect) {
    let below = app.pane.below();
    let scrolled = if below > 0 { format!(" {below} below: End ") } else { String::new() };
    let style = Style::new().add_modifier(Modifier::REVERSED);
    let columns =
        [Constraint::Fill(1), Constraint::Length(u16::try_from(scrolled.len()).unwrap_or(0))];
    let [left, right] = Layout::horizontal(columns).areas(area);
    frame.render_widget(Paragraph::new(format!(" {}", status(app))).style(style), left);
    frame.render_widget(Paragraph::new(scrolled).style(style), right);
}

fn status(app: &App) -> String {
    let address = &app.address;
    match app.phase {
        Phase::Offline => format!("offline, trying again: {address}"),
        Phase::Waiting => format!("waiting for the server: {address}"),
        Phase::Login => format!("logging in: {address}"),
        Phase::Chatting => {
            let room = app.presence.room.as_ref().map(|room| format!("#{room} "));
            let me = app.presence.me.as_deref().unwrap_or_default();
            format!("{}{me} at {address}", room.unwrap_or_default())
        }
    }
}

fn draw_input(app: &App, frame: &mut Frame, area: Rect) {
    let prompt = if app.phase == Phase::Login { "name> " } else { "> " };
    let length = u16::try_from(prompt.len()).unwrap_or(0);
    let [left, right] =
        Layout::horizontal([Constraint::Length(length), Constraint::Fill(1)]).areas(area);
    frame.render_widget(Paragraph::new(prompt), left);
    if right.is_empty() {
        return;
    }
    // A column stays free for the cursor behind the last character.
    let input = app.compose.input();
    let scroll = input.visual_scroll(usize::from(right.width) - 1);
    let offset = u16::try_from(scroll).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(input.value()).scroll((0, offset)), right);
    let column = u16::try_from(input.visual_cursor() - scroll).unwrap_or(u16::MAX);
    frame.set_cursor_position(Position::new(right.x.saturating_add(column), right.y));
}

fn styled<'a>(row: &Row<'a>, palette: Palette) -> Styled<'a> {
    let mut spans = Vec::new();
    if row.part.start > 0 {
        spans.push(Span::raw(" ".repeat(INDENT)));
    }
    for (part, style) in styles(row.line, palette) {
        let (start, end) = (part.start.max(row.part.start), part.end.min(row.part.end));
        if start < end {
            spans.push(Span::styled(&row.line[start..end], style));
        }
    }
    Styled::from(spans)
}

/// The parts of a line and how they look. Without colours too, what people say is upright, what
/// the server or the client says is slanted, and errors are bold.
fn styles(line: &str, palette: Palette) -> Vec<(Range<usize>, Style)> {
    let all = 0..line.len();
    let slanted = Style::new().add_modifier(Modifier::ITALIC);
    let names: Vec<&str> = match Line::parse(line) {
        Line::Said { name, .. } => vec![name],
        Line::Whisper { from, to, .. } => vec![from, to],
        Line::Notice(_) => return vec![(all, slanted)],
        Line::Error(_) => return vec![(all, palette.error())],
        Line::Other if line.starts_with(OWN) => return vec![(all, slanted)],
        Line::Other => return vec![(all, Style::new())],
    };
    let mut parts = Vec::new();
    let mut done = 0;
    for name in names {
        // Names stand in the line in this order, before anything else.
        let start = done + line[done..].find(name).unwrap_or(0);
        parts.push((done..start, Style::new()));
        done = start + name.len();
        parts.push((start..done, palette.name(name)));
    }
    parts.push((done..line.len(), Style::new()));
    parts
}

#[cfg(test)]
mod tests;
