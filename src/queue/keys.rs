//! Who is who in a room: NATS's keys (Ed25519), and the tokens in which one vouches for another.
//!
//! A room is an account of the server. Whoever joins makes a key of its own, which nobody else ever sees, and vouches
//! for it with a *signing key* of the account, which the room's link carries. What such a key may vouch for is fixed in
//! the account: a taker's key makes takers only, each with an inbox that no other taker can read.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_compact::{KeyPair, Seed};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A server, or many: vouches for accounts.
    Operator,
    /// An account: vouches for users.
    Account,
    /// A user.
    User,
}

impl KeyKind {
    /// The five bits that its letter comes from.
    fn prefix(self) -> u8 {
        match self {
            Self::Operator => 14 << 3,
            Self::Account => 0,
            Self::User => 20 << 3,
        }
    }
}

/// What is known of a key to everybody.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// As NATS writes it: 56 letters and digits, of which the first says what it is for.
    pub fn name(&self, kind: KeyKind) -> String {
        let mut bytes = vec![kind.prefix()];
        bytes.extend(self.0);
        bytes.extend(crc16(&bytes).to_le_bytes());
        base32(&bytes)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name(KeyKind::Account))
    }
}

/// A key, with what only its owner knows. Not to be shown: what prints it prints no secret.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// Made of 32 bytes that nobody can guess.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// What others may know of it.
    pub fn public(&self) -> PublicKey {
        PublicKey(*self.pair().pk)
    }

    /// Signs something, in base64 for addresses.
    pub fn sign(&self, message: &[u8]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(*self.pair().sk.sign(message, None))
    }

    fn pair(&self) -> KeyPair {
        KeyPair::from_seed(Seed::new(self.0))
    }

    /// A token (JWT) in which this key, of this kind, vouches for what `claims` says of `subject`.
    pub fn vouch(&self, kind: KeyKind, subject: &str, name: &str, claims: &Value) -> String {
        let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let head = part(json!({ "typ": "JWT", "alg": "ed25519-nkey" }));
        let issuer = self.public().name(kind);
        // Without a time: clocks may be hours off, and a room is over when its server is.
        let body = part(json!({ "iss": issuer, "sub": subject, "name": name, "nats": claims }));
        let signed = format!("{head}.{body}");
        let signature = self.sign(signed.as_bytes());
        format!("{signed}.{signature}")
    }
}

/// Somebody in a room.
#[derive(Clone, Debug)]
pub struct Identity {
    key: Key,
    name: String,
    jwt: String,
}

impl Identity {
    /// For whoever has this signing key of this account, and a `key` of its own.
    pub fn new(account: &PublicKey, signing: &Key, key: Key) -> Self {
        let claims =
            json!({ "issuer_account": account.name(KeyKind::Account), "type": "user", "version": 2 });
        let name = key.public().name(KeyKind::User);
        let jwt = signing.vouch(KeyKind::Account, &name, "interleave", &claims);
        Self { key, name, jwt }
    }

    /// What the server knows it by; a token of subjects.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who vouches for it.
    pub fn jwt(&self) -> &str {
        &self.jwt
    }

    /// Signs what a server wants to have signed.
    pub fn sign(&self, nonce: &str) -> String {
        self.key.sign(nonce.as_bytes())
    }
}

/// RFC 4648, without padding: 35 bytes need none.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits) as usize & 31]));
        }
    }
    text
}

/// CRC-16/XMODEM.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc: u16, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_and_letters_are_those_of_their_standards() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
    }

    #[test]
    fn names_say_what_keys_are_for() {
        let public = Key::new([7; 32]).public();
        for (kind, letter) in [(KeyKind::Operator, 'O'), (KeyKind::Account, 'A'), (KeyKind::User, 'U')] {
            let name = public.name(kind);
            assert_eq!((name.len(), name.chars().next()), (56, Some(letter)));
        }
    }

    /// The test vector of RFC 8032, 7.1, number 1.
    #[test]
    fn keys_are_those_of_the_standard() {
        let secret = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ];
        let key = Key::new(secret);
        assert_eq!(key.public().0[..4], [0xd7, 0x5a, 0x98, 0x01]);
        assert!(key.sign(b"").starts_with("5VZDAMNgrHKQ"), "{}", key.sign(b""));
    }

    #[test]
    fn somebody_is_vouched_for_by_the_room_and_has_a_key_of_its_own() {
        let (account, signing) = (Key::new([1; 32]).public(), Key::new([2; 32]));
        let identity = Identity::new(&account, &signing, Key::new([3; 32]));
        let body = identity.jwt().split('.').nth(1).unwrap();
        let body: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
        assert_eq!(body["iss"], json!(signing.public().name(KeyKind::Account)));
        assert_eq!(body["sub"], json!(identity.name()));
        assert_eq!(body["nats"]["issuer_account"], json!(account.name(KeyKind::Account)));
        assert_eq!(format!("{:?}", Key::new([3; 32])), "Key", "no secret is printed");
    }
}
