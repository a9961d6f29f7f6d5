use super::Session;

impl Session {
    /// Run, pressed by a person.
    pub fn run(self) {}
    /// Yes, in answer to a question.
    pub fn accept(self) {}
    /// No, in answer to a question.
    pub fn decline(self) {}
    /// Ends what is going on.
    pub fn cancel(self) {}
}
