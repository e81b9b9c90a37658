//! What the terminal says: where the book is, and how to join a classroom.

use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::classroom::Classroom;

/// Says where the book is, and how to join.
pub fn announce(addr: SocketAddr, classroom: Option<&Classroom>) {
    let Some(classroom) = classroom else {
        println!("the book is live at http://{addr} (Ctrl-C ends it)");
        return;
    };
    let reached = SocketAddr::new(reachable(addr.ip()), addr.port());
    let join = format!("http://{reached}/classroom/#{}", classroom.pupils);
    println!("the book is at http://{reached} (Ctrl-C ends it)");
    println!("\njoin:       {join}");
    println!("token:      {}", classroom.pupils);
    println!("instructor: http://{reached}/classroom/#{}", classroom.instructor);
    println!("reports:    http://{reached}/classroom/report");
    match QrCode::new(&join) {
        Ok(code) => println!("\n{}", picture(&code)),
        Err(error) => println!("no QR code: {error}"),
    }
    println!("Keep the instructor's address to yourself: whoever has it leads the class.");
}

/// Black on white whatever the colours of the terminal are; for a pipe, as on a dark terminal.
fn picture(code: &QrCode) -> String {
    if !io::stdout().is_terminal() {
        let render = |paper, ink| code.render().light_color(paper).dark_color(ink).build();
        return render(Dense1x2::Dark, Dense1x2::Light);
    }
    let picture = code.render::<Dense1x2>().build();
    let lines: Vec<_> = picture.lines().map(|line| format!("\x1b[30;107m{line}\x1b[0m")).collect();
    lines.join("\n")
}

/// An address of this machine that others can reach: the one it would send from.
fn reachable(bound: IpAddr) -> IpAddr {
    if !bound.is_unspecified() {
        return bound;
    }
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0));
    // Nothing is sent to this address, which is set aside for documentation.
    let found = socket.and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    found.map_or(IpAddr::from(Ipv4Addr::LOCALHOST), |addr| addr.ip())
}
