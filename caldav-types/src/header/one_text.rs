//! Fields that are one text as a whole.

/// Makes a type of each field. What it holds, what is expected where it is empty, and how it is written come first.
macro_rules! one_texts {
    (
        $content:ty: $expected:literal, $about:literal, $written:path;
        $($(#[$documentation:meta])+ $name:ident = $field:literal;)+
    ) => {
        $(
            $(#[$documentation])+
            #[derive(Clone, Debug, Eq, Hash, PartialEq)]
            pub struct $name(
                #[doc = $about]
                pub $content,
            );

            impl Header for $name {
                const NAME: &'static str = $field;
            }

            impl FromStr for $name {
                type Err = HeaderError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    let mut cursor = Cursor::new(Self::NAME, text);
                    if cursor.is_at_end() {
                        return Err(cursor.error($expected));
                    }
                    Ok(Self(cursor.take_rest().into()))
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    $written(&self.0).fmt(f)
                }
            }

            serialize_as_text!($name);
        )+
    };
}

pub(super) use one_texts;
