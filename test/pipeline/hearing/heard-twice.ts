/**
 * What Moonshine tiny made of 48 sentences, 12 of each language, said by Piper's "joe" (with the
 * language's own phonemes) and by eSpeak NG: as they are, and played 8 % slower.
 */
export const HEARD_TWICE: Readonly<
  Record<string, readonly { readonly text: string; readonly again: string }[]>
> = {
  'English by Piper': [
    {
      text: 'What will the weather be like tomorrow, Emberland?',
      again: 'What will the weather be like tomorrow, and Berlin?',
    },
    {
      text: 'Can you please tell me what time it is?',
      again: 'Can you please tell me what time it is?',
    },
    {
      text: 'I watched a really good movie last night.',
      again: 'I watched a really good movie last night.',
    },
    { text: 'Come on, tell us another joke.', again: 'Come on, tell us another joke.' },
    {
      text: 'What do you think about going to the cinema tonight?',
      again: 'What do you think about going to the cinema tonight?',
    },
    { text: 'I have no idea where my keys are.', again: 'I have no idea where my keys are.' },
    {
      text: 'We could play something together on the weekend.',
      again: 'We could play something together on the weekend.',
    },
    {
      text: '"\'It is pretty cold outside, and it keeps raining.',
      again: '"\'It is pretty cold outside, and it keeps raining.',
    },
    { text: 'No, I do not believe that.', again: 'No, I do not believe that.' },
    {
      text: 'My graphics car crashed while I was fighting the dragon.',
      again: 'My graphics card crashed while I was fighting the dragon.',
    },
    {
      text: 'Did anyone see the match between Liverpool and Real Madrid?',
      again: 'Did anyone see the match between Liverpool and Real Madrid?',
    },
    {
      text: 'Our new Kubernetes cluster keeps restarting the pods.',
      again: 'Our new Kubernetes cluster keeps restarting the pods.',
    },
  ],
  'German by Piper': [
    {
      text: 'Beavit, the Svetermodkin in Bedlene.',
      again: 'Vivid, best of etermod cannon, bit lean.',
    },
    {
      text: 'Constu meat bit is argan, beche badassist.',
      again: 'Constu Mipit is argan, bechbed assist.',
    },
    {
      text: 'Yeah, how about Gaster 9 and Zaykutan Thong Kazan.',
      again: 'And how the guest or nine ends, a goot and foam gazant.',
    },
    { text: 'It sells but mild line invites.', again: 'At so, and stop mull line and bits.' },
    {
      text: 'Bus helps do Dafan, Ben-Viton, Arbonne, and Skin again.',
      again: 'Buzz helps do Duff Vaughn, Ben-Vethaud Auburn and Skin again.',
    },
    {
      text: 'And vice-mate can now, will my nationalists allegiant?',
      again: "In vice-main can now, we're miners for so.",
    },
    { text: 'Head off dumb at the sniff to tall.', again: 'Had often met the sniff to tall.' },
    {
      text: 'B-High Steel helps that from Funky Island.',
      again: 'Bee Heisty helps that from Funkyah.',
    },
    {
      text: 'Hardest is Dassin seemingly caught in this stagnant.',
      again: 'Harvest is dassin, seemly caught in the stagnant.',
    },
    {
      text: "We can't end unblocking in the Tzuzam and Edvash villain.",
      again: 'Be content embarking in the Tzuzam and Edvash Dilan.',
    },
    { text: "Nine, that's cloud by an in.", again: "Nine, that's cloud band and net." },
    { text: 'Hello, he gave this D.', again: 'Oh, uh, be gay, just D.' },
  ],
  'French by Piper': [
    { text: 'Kiltonfly, old dementia, potty.', again: "Keltalfa, I'll dement our party." },
    { text: 'This could be a medical or ill act.', again: 'This could permit Diko or Il-A.' },
    { text: 'Jiggle and Tebok film, yes, why?', again: 'Jivu and Tebok film Yeswa.' },
    { text: 'I cartons and blags, or to play.', again: 'I cartons and blags, or to play.' },
    { text: 'This is the first time I have seen this.', again: 'Kiska to pass the.' },
    { text: 'Genius, that passage saw me clay.', again: 'Genius 7, Psalm 8, Clay.' },
    { text: "I'd depil it's us fiment now.", again: "I'd depil it, so I'd see it now." },
    { text: "I'll tell a lot, but be told to lom.", again: 'Total, I could be towel to a low my.' },
    { text: 'Chudil Fetta F. Y. L. Pl.', again: 'Should deal better for y o plus.' },
    {
      text: 'A village way, a sub will say weekend.',
      again: 'A village way, a sabbath of weekend.',
    },
    { text: 'Knocked in a copper.', again: 'Knock in the copper.' },
    { text: 'But should you come outside, right?', again: 'Porsche, you come outside, right?' },
  ],
  'Spanish by Piper': [
    { text: "K.J. Ply, I'm an eye and a teeth.", again: "K. J. Ply, I'm an I. Mutt." },
    {
      text: 'What is the thing to kill, I asked for foe.',
      again: 'What is the thing that killed? I asked for, but...',
    },
    { text: "Hi, it's the inner polygamy winner.", again: 'I, the inner polygamy winner.' },
    {
      text: 'The first time I saw a woman in the city, I was in a car.',
      again: 'The first time I saw a woman, I was a child.',
    },
    {
      text: 'I am the one who has the power to do everything.',
      again: 'I am a self-deity. I am a self-deity. I am a self-deity.',
    },
    { text: 'No say, thom, they stand me size.', again: 'No save on days, done mis thies.' },
    { text: "Think about why I've asked that.", again: "Think about why I'm high stuff." },
    { text: "Quilac's like a pizza.", again: 'Quilacelike, peetolic, fainte,' },
    {
      text: 'Oh, yeah, the mutual fee is that, again, though.',
      again: 'Oi Atha, mutual fee is statogendo.',
    },
    {
      text: 'Potiamo Splat, who is a state-of-the-scim designer.',
      again: 'Putimus Glajuhn as Estefin de Semana.',
    },
    { text: 'No, no look here.', again: 'No, no look here.' },
    { text: 'Oh, what?', again: 'Oh, what? Como estas?' },
  ],
  'English by eSpeak': [
    {
      text: 'What will that be like to borrow in Berlin?',
      again: 'What will, but where will be like tomorrow in Berlin?',
    },
    {
      text: 'Can your please tell me what time it is?',
      again: 'Can you please tell me what time it is?',
    },
    {
      text: 'I want to really God move me last time.',
      again: 'Right, wow. Totally good movie last time.',
    },
    { text: 'Come on, tell us another joke.', again: 'Come on, tell us another joke.' },
    {
      text: 'What do you think about going to the cinema tonight?',
      again: 'What do you think about going to the cinema tonight?',
    },
    { text: "I can't no idea where it might keep.", again: "I can't no idea where it might keep." },
    {
      text: 'We could play something together on the weekend.',
      again: 'We could play something together on the weekend.',
    },
    {
      text: 'It is pretty cold outside and it keeps raiding.',
      again: 'It is pretty cold outside and it keeps railing.',
    },
    { text: 'No, I do not believe that.', again: 'No, I do not believe that.' },
    {
      text: 'My graphic card crashed while I was hiding a dragon.',
      again: 'My graphic card crashed while I was fighting a dragon.',
    },
    {
      text: 'Live anyone see the match between Liverpool and Real Madrid.',
      again: 'Did anyone see the match between Liverpool and Real Madrid?',
    },
    {
      text: 'Our new cuba net is cluster keep, restorating the pods.',
      again: 'Our new Kubernetes cluster keeps listarving the pods.',
    },
  ],
  'German by eSpeak': [
    { text: "We'll be right back.", again: "We'd rate pacometermorgan in Berlin." },
    {
      text: 'Canst do me greater than argon. We share thesis test.',
      again: "100% can't do me a bit, I'm arguing. 100% is this.",
    },
    {
      text: "This is the first time I've ever seen a movie.",
      again: "This is the first time I've ever seen a movie.",
    },
    {
      text: "It's a good stock market.",
      again: "I'm going to tell you something. I'm going to tell you something.",
    },
    {
      text: 'Muskeld stood up on when we hoisted up and in skiing or gearing.',
      again: '100% must-have to do that form when we hoiter when tin ski or gear.',
    },
    {
      text: 'If my instinct now or my illusion is not legal,',
      again: 'If my sift can now or my nutritional league can',
    },
    {
      text: "The first time I've been to the hospital, I've been to the hospital.",
      again: "The first time I've been to the hospital, I've been to the hospital.",
    },
    {
      text: 'The highest we hope to start from Frankly.',
      again: 'The highest view hope to start from Frank I.',
    },
    {
      text: 'Quite a test class and scene recount contesting.',
      again: 'The point is that the 100% of the people are not able to get the money.',
    },
    {
      text: "We can't imagine that the human being is not a human being.",
      again: "The content I'm working on that's all I'm in it, my skill and my skill and my skill.",
    },
    { text: 'I.', again: 'The word is the word.' },
    { text: "Hello, we're going to listen to you.", again: 'Hello, how are you?' },
  ],
  'French by eSpeak': [
    {
      text: "I think it's a good thing to be able to do it.",
      again:
        "Okay, so we're going to talk about the reason why we're going to talk about the problem.",
    },
    {
      text: "This is the first time I've ever seen a movie.",
      again: 'The next step is to make a decision.',
    },
    {
      text: "Yeah, we're not going to be able to fill in the answer.",
      again: 'We are going to see you in the next one.',
    },
    {
      text: "I can't do it. I can't do it. I can't do it.",
      again: "I can't tell you the black. See you the black. See you the black.",
    },
    { text: 'The first step is to use the word', again: '' },
    {
      text: "I'm not going to say it for me. I'm going to say it for me",
      again: "I don't know if it's a good thing to be a good person.",
    },
    {
      text: "I'm going to go back to the past 20 minutes.",
      again: 'We are going to talk about the future of the world.',
    },
    {
      text: "I'm going to tell you a little bit about the fact that",
      again: "I don't know if it's a good or not.",
    },
    {
      text: "We're going to be in the third place. We're going to be in the third place.",
      again: "We're going to do it in the third place. We're going to do it in the third place.",
    },
    { text: 'Or perhaps we can.', again: "We can't wait for a song to see if we can." },
    { text: "No, you're not clapping.", again: "No, you're not clapping." },
    {
      text: 'We are going to talk about the story of the 19th century.',
      again: 'Thank you for watching.',
    },
  ],
  'Spanish by eSpeak': [
    { text: "Okay, the input, I'm not going to get in my mind.", again: '' },
    { text: 'Buenos dias y pork.', again: 'Buenos di semiquin is 14.25.' },
    {
      text: "That's the real apelika that I'm really aware of.",
      again: 'I am the one who has the power to make a mistake.',
    },
    {
      text: "It's a very interesting thing. It's a very interesting thing.",
      again: "I'm going to listen to you.",
    },
    {
      text: "I don't know if it's a good idea to do it. I don't know if it's a good idea to do it.",
      again: "I'm going to tell you about the first time I've seen this.",
    },
    {
      text: 'Not a one-day stamp, but you got to rest.',
      again: 'Not that Monday is time busy, I guess.',
    },
    { text: 'We have to be able to do it.', again: 'The Lord is the Lord. The Lord is the Lord.' },
    {
      text: "What else are capy powder than if we're at the ceiling?",
      again: 'What is a capital difference?',
    },
    {
      text: "Hi, I'm Tim Hutchoff from the University of New England.",
      again: "We'll see you next time.",
    },
    {
      text: 'We can also use the same thing as the same thing.',
      again: 'The first Moscow-Russian system in the world is the same.',
    },
    { text: 'No, no, no, no, no, no, no, no, no', again: 'No, no, no, no, no, no, no, no, no,' },
    { text: 'Hello, how are you?', again: '' },
  ],
};
